import { expect, it } from 'vitest';
import { induceAdapter } from '../induce.ts';
import { readPieces } from '../interpreter/run-adapter.ts';

const LOG = `[10:00:01] USER Find the cheapest lamp and order it.
[10:00:02] THOUGHT I look in the catalogue first.
[10:00:03] CALL search_catalogue({"query": "lamp", "sort": "price"})
[10:00:04] RESULT ok: 3 lamps, the cheapest is L-12
[10:00:05] THOUGHT Order the cheapest.
[10:00:06] CALL place_order({"item": "L-12", "amount": 1})
[10:00:07] RESULT FAILED: the item is out of stock
[10:00:08] CALL place_order({"item": "L-3", "amount": 1})
[10:00:09] RESULT ok: order 8812 placed
[10:00:10] ANSWER I ordered L-3, as L-12 is out of stock.
`;

it('reads calls that are written whole behind a label, and how they went', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a', text: LOG }], 'a', '2026-01-01T00:00:00Z');
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  expect(pieces.flatMap((piece) => piece?.calls ?? [])).toMatchObject([
    { tool: 'search_catalogue', arguments: { query: 'lamp', sort: 'price' } },
    { tool: 'place_order', arguments: { item: 'L-12', amount: 1 } },
    { tool: 'place_order', arguments: { item: 'L-3', amount: 1 } },
  ]);
  expect(pieces.flatMap((piece) => piece?.results ?? [])).toMatchObject([
    { content: 'ok: 3 lamps, the cheapest is L-12', tool: undefined },
    { content: 'FAILED: the item is out of stock', tool: undefined, isError: true },
    { content: 'ok: order 8812 placed', tool: undefined },
  ]);
  expect(pieces.flatMap((piece) => (piece?.thought === '' ? [] : [piece?.thought]))).toEqual([
    'I look in the catalogue first.',
    'Order the cheapest.',
  ]);
});

const THREADS = `09:00:01.113 [pool-1-thread-2] DEBUG org.demo.chat.Session - User: how high is the tower
09:00:02.113 [pool-1-thread-2] INFO  org.demo.tools.Runner - Calling tool lookup with {"name": "tower"}
09:00:02.513 [pool-1-thread-2] INFO  org.demo.tools.Runner - Tool lookup returned: 54 m
09:00:03.113 [pool-1-thread-2] INFO  org.demo.tools.Runner - Calling tool convert with {"m": 54}
09:00:03.513 [pool-1-thread-2] ERROR org.demo.tools.Runner - Tool convert failed: no unit
09:00:04.113 [pool-1-thread-2] DEBUG org.demo.chat.Session - Assistant: 54 metres.
`;

it('reads messages behind a thread and the dotted name of a logger', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a', text: THREADS }], 'a', '2026-01-01T00:00:00Z');
  expect(adapter.body.text?.lines?.[0]?.then?.length).toBe(3);
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  expect(pieces.flatMap((piece) => piece?.calls ?? [])).toMatchObject([
    { tool: 'lookup', arguments: { name: 'tower' } },
    { tool: 'convert', arguments: { m: 54 } },
  ]);
  expect(pieces.map((piece) => piece?.as)).toEqual(['turn', 'call', 'result', 'call', 'result', 'turn']);
  expect([pieces[0]?.role, pieces[5]?.role]).toEqual(['user', 'agent']);
});

const EVENTS = `2026-03-01T09:00:01Z [info     ] user message       [bot.chat] text='Which bus?'
2026-03-01T09:00:02Z [info     ] tool call          [bot.tools] args={'stop': 'harbour', 'live': True} call_id=c1 tool=find_bus
2026-03-01T09:00:03Z [warning  ] tool failed        [bot.tools] call_id=c1 error='it\\'s "closed"' tool=find_bus
2026-03-01T09:00:04Z [info     ] assistant message  [bot.chat] text="There's none."
`;

it('reads events that are padded, and pairs behind the name of the logger', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a', text: EVENTS }], 'a', '2026-01-01T00:00:00Z');
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  expect(pieces.map((piece) => piece?.text)).toEqual(['Which bus?', '', '', "There's none."]);
  expect(pieces[1]?.calls).toMatchObject([
    { tool: 'find_bus', callId: 'c1', arguments: { stop: 'harbour', live: true } },
  ]);
  expect(pieces[2]?.results).toMatchObject([{ callId: 'c1', content: 'it\'s "closed"' }]);
});

const BELOW = `info: Desk.Chat[0]
      User message: Which lamps are on?
trce: Desk.Chat[0]
      Tool requests: 1
trce: Core.Function[0]
      Function get_state arguments: {"room":"kitchen"}
trce: Core.Function[0]
      Function get_state result: table lamp
info: Core.Function[0]
      Function get_state completed. Duration: 0.0032s
info: Desk.Chat[0]
      Assistant message: The table lamp.
`;

it('reads messages on the line below level and logger', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a', text: BELOW }], 'a', '2026-01-01T00:00:00Z');
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  expect(pieces.map((piece) => piece?.as)).toEqual(['turn', 'note', 'call', 'result', 'note', 'turn']);
  expect(pieces[2]?.calls).toMatchObject([{ tool: 'get_state', arguments: { room: 'kitchen' } }]);
  expect(documents[0]?.place('/2')).toMatchObject({ line: 5, endLine: 6 });
});

const REPORT = `# Report of the day

## Turn 1 · User · 10:00:01

Is the gate shut?

## Turn 2 · Agent \`porter\` · 10:00:04

*Thought: I look.*

### Tool call: \`gate\`

**Arguments**

\`\`\`json
{"side": "north"}
\`\`\`

**Result** (❌ failed)

\`\`\`
no such gate
\`\`\`

### Tool call: \`gate\`

**Arguments**

\`\`\`json
{"side": "south"}
\`\`\`

**Result** (✅ ok)

\`\`\`
shut
\`\`\`

## Turn 3 · Agent \`porter\` · 10:00:09

It is.
`;

it('reads who speaks behind a counted heading, and how it went behind a label', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a.md', text: REPORT }], 'a', '2026-01-01T00:00:00Z');
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  expect(pieces.flatMap((piece) => piece?.results ?? [])).toMatchObject([
    { content: 'no such gate', isError: true },
    { content: 'shut', isError: false },
  ]);
  const turns = pieces.filter((piece) => piece?.as === 'turn');
  expect(turns.map((piece) => [piece?.role, piece?.agent, piece?.thought, piece?.text])).toEqual([
    ['user', undefined, '', 'Is the gate shut?'],
    ['agent', 'porter', 'I look.', ''],
    ['agent', 'porter', '', 'It is.'],
  ]);
});

const GUARD = `THOUGHTS: I look at the gate first.
CRITICISM: Keep it short.
NEXT ACTION:  COMMAND = look  ARGUMENTS = {'gate': 'north'}
SYSTEM:  Command look returned: shut
THOUGHTS: Then open it.
CRITICISM: None.
NEXT ACTION:  COMMAND = open  ARGUMENTS = {'gate': 'north'}
SYSTEM:  Command open returned: Error: no key
`;

it('reads a command beside its arguments, and what the runtime says of it', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a', text: GUARD }], 'a', '2026-01-01T00:00:00Z');
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  expect(pieces.flatMap((piece) => piece?.calls ?? [])).toMatchObject([
    { tool: 'look', arguments: { gate: 'north' } },
    { tool: 'open', arguments: { gate: 'north' } },
  ]);
  expect(pieces.flatMap((piece) => piece?.results ?? [])).toMatchObject([
    { tool: 'look', content: 'shut' },
    { tool: 'open', content: 'Error: no key', isError: true },
  ]);
});

const BROWSER = `INFO     [porter] 🚀 Task: Open the gate
INFO     [porter] 🛠️  Action 1/1: {"walk":{"to":"gate"}}
INFO     [porter] 🛠️  Action 1/1: {"push":{"side":"left"}}
INFO     [porter] 🛠️  Action 1/1: {"say":{"text":"It is open."}}
INFO     [porter] 📄 Result: It is open.
`;

it('reads calls that are an object with one member behind a pictogram', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a', text: BROWSER }], 'a', '2026-01-01T00:00:00Z');
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  expect(pieces.flatMap((piece) => piece?.calls ?? [])).toMatchObject([
    { tool: 'walk', arguments: { to: 'gate' } },
    { tool: 'push', arguments: { side: 'left' } },
    { tool: 'say', arguments: { text: 'It is open.' } },
  ]);
});

const NAMED = `Pat (user): timestamp: 1763514936041
Is the hall free?

Robin Fox (assistant): timestamp: 1763514939089
[Tool name]: find_rooms
[Tool args]: {"room": "hall"}
[Tool result]: {"free": true}

[Tool name]: hold_room
[Tool args]: {"room": "hall", "hours": 2}
[Tool result]: "held"

Robin Fox (assistant): timestamp: 1763514942926
It is.

Pat (user): timestamp: 1763514949219
Thanks (a lot): see you.
`;

it('hears who speaks from the brackets behind a name, and takes the time behind it', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a', text: NAMED }], 'a', '2026-01-01T00:00:00Z');
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  const said = pieces.filter((piece) => piece?.as === 'turn' && piece.text !== '');
  expect(said.map((piece) => [piece?.role, piece?.text])).toEqual([
    ['user', 'Is the hall free?'],
    ['agent', 'It is.'],
    ['user', 'Thanks (a lot): see you.'],
  ]);
  expect(pieces.flatMap((piece) => piece?.calls ?? [])).toMatchObject([
    { tool: 'find_rooms' },
    { tool: 'hold_room' },
  ]);
});

const BETWEEN = `You: Open the chest.
trce: Desk.Tools.Client[1953841678]
      Invoking act({
        "verb": "open"
      }).
fail: Desk.Tools.Client[178]
      act invocation failed.
      The chest is locked.
trce: Desk.Tools.Client[1953841678]
      Invoking look({}).
trce: Desk.Tools.Client[700]
      look invocation completed. Duration: 00:00:02.9. Result: "a\\nkey"
Bot: There is a key.
You: Take it.
Bot: Taken.
`;

it('reads what was printed between the lines of a logger beside them', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a', text: BETWEEN }], 'a', '2026-01-01T00:00:00Z');
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  expect(pieces.map((piece) => piece?.role)).toEqual([
    'user',
    ...Array.from({ length: 4 }, () => undefined),
    'agent',
    'user',
    'agent',
  ]);
  expect(pieces.flatMap((piece) => piece?.calls ?? [])).toMatchObject([
    { tool: 'act', arguments: { verb: 'open' } },
    { tool: 'look', arguments: {} },
  ]);
  expect(pieces.flatMap((piece) => piece?.results ?? [])).toMatchObject([
    { tool: 'act', content: 'The chest is locked.' },
    { tool: 'look', content: 'a\nkey' },
  ]);
});

const PRINTED = `2026-01-05 09:00:00.100 DEBUG (Main) [shop.desk] Working in nl: is the blue lamp here?
2026-01-05 09:00:00.200 DEBUG (Main) [shop.desk.log] Adding user content: Said(role='user', content='is the blue lamp here?')
2026-01-05 09:00:01.100 DEBUG (Main) [shop.desk.log] Adding assistant content: Answer(role='assistant', content=None, tool_calls=[Ask(tool_name='stock', tool_args={'lamp': 'blue'}, id='a1'), Ask(tool_name='shelf', tool_args={'lamp': 'blue'}, id='a2')])
2026-01-05 09:00:01.200 DEBUG (Main) [shop.desk.log] Tool call: stock({'lamp': 'blue'})
2026-01-05 09:00:01.300 DEBUG (Main) [shop.desk.log] Tool response: {'left': 2}
2026-01-05 09:00:01.400 DEBUG (Main) [shop.desk.log] Tool call: shelf({'lamp': 'blue'})
2026-01-05 09:00:01.500 DEBUG (Main) [shop.desk.log] Tool response: {'shelf': 'B'}
2026-01-05 09:00:02.100 DEBUG (Main) [shop.desk.log] Adding assistant content: Answer(role='assistant', content='Two, on shelf B.', tool_calls=None)
2026-01-05 09:00:10.100 DEBUG (Main) [shop.desk] Working in nl: and the red one?
2026-01-05 09:00:10.200 DEBUG (Main) [shop.desk.log] Adding user content: Said(role='user', content='and the red one?')
2026-01-05 09:00:11.100 DEBUG (Main) [shop.desk.log] Adding assistant content: Answer(role='assistant', content='Sold.', tool_calls=None)
2026-01-05 09:00:20.100 DEBUG (Main) [shop.desk] Working in nl: thanks
2026-01-05 09:00:20.200 DEBUG (Main) [shop.desk.log] Adding user content: Said(role='user', content='thanks')
`;

it('reads messages that Python printed into the lines of a logger, and who goes on is no speaker', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a', text: PRINTED }], 'a', '2026-01-01T00:00:00Z');
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  const turns = pieces.flatMap((piece) => (piece?.as === 'turn' ? [[piece.role, piece.text]] : []));
  expect(turns).toEqual([
    ['user', 'is the blue lamp here?'],
    ['agent', ''],
    ['agent', 'Two, on shelf B.'],
    ['user', 'and the red one?'],
    ['agent', 'Sold.'],
    ['user', 'thanks'],
  ]);
  expect(pieces.flatMap((piece) => piece?.calls.map(({ callId, tool }) => [callId, tool]))).toEqual([
    ['a1', 'stock'],
    ['a2', 'shelf'],
    [undefined, 'stock'],
    [undefined, 'shelf'],
  ]);
});
