import { describe, expect, test } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { induceTemplateRule } from './induce-template-rule.ts';

function recordsOf(text: string): readonly unknown[] {
  const rule = induceTemplateRule(text);
  return rule === undefined ? [] : readTextRecords(text, rule).records;
}

describe('induceTemplateRule', () => {
  test('what stands before an object calls, the same name behind it brings', () => {
    const text = `10:00:01 INFO  session  user> Which lamps are on?
10:00:02 INFO  tools    -> list_lamps {"room": "hall"}
10:00:03 INFO  tools    <- list_lamps ok in 12ms: two lamps
10:00:04 INFO  tools    -> switch_lamp {"lamp": 2}
10:00:05 WARN  tools    <- switch_lamp failed in 3ms: no answer
10:00:06 INFO  session  agent> One does not answer.
10:00:07 INFO  session  user> Try again, please.
`;
    expect(recordsOf(text)).toMatchObject([
      { label: 'user', text: 'Which lamps are on?' },
      { label: 'tool_call', tool: 'list_lamps', input: { room: 'hall' } },
      { label: 'tool_result', tool: 'list_lamps', status: 'ok', output: 'two lamps' },
      { label: 'tool_call', tool: 'switch_lamp', input: { lamp: 2 } },
      { label: 'tool_result', tool: 'switch_lamp', status: 'failed', output: 'no answer' },
      { label: 'assistant', text: 'One does not answer.' },
      { label: 'user', text: 'Try again, please.' },
    ]);
  });

  test('what came back stands behind how it went, whatever tool it names, and what is chosen is said by nobody', () => {
    const text = `? Select agent: scout
> Enter your message: Which lamps are on?
💭 Those in the hall.
🔩 [tool] Running list_lamps({'room': 'hall'})
🔩 [tool] Success: two lamps
🔩 [tool] Running switch_lamp({'lamp': 2})
🔩 [tool] Error: cannot call switch_lamp: no answer
🔩 [tool] Running switch_lamp({'lamp': 1})
🔩 [tool] Error: cannot call switch_lamp: it is off
🤖 Neither answers.
> Enter your message: Thanks.
🤖 Good night.
`;
    expect(recordsOf(text)).toMatchObject([
      { label: 'log', text: '? Select agent: scout' },
      { label: 'user', text: 'Which lamps are on?' },
      { label: 'thought', text: 'Those in the hall.' },
      { label: 'tool_call', tool: 'list_lamps' },
      { label: 'tool_result', output: 'two lamps' },
      { label: 'tool_call', tool: 'switch_lamp' },
      { label: 'tool_result', output: 'cannot call switch_lamp: no answer' },
      { label: 'tool_call', tool: 'switch_lamp' },
      { label: 'tool_result', output: 'cannot call switch_lamp: it is off' },
      { label: 'assistant', text: 'Neither answers.' },
      { label: 'user', text: 'Thanks.' },
      { label: 'assistant', text: 'Good night.' },
    ]);
  });

  test('objects below the header, the result below a header that names the tool too', () => {
    const text = `--- [1] HUMAN ---
How far?
--- [2] AI calls find_route ---
{
  "to": {"name": "Bonn"}
}
--- [3] find_route returned (0.4s) ---
{"km": 12}
--- [4] AI calls find_hotel ---
{}
--- [5] find_hotel returned (1.2s) ---
none
--- [6] AI ---
12 km.
--- [7] HUMAN ---
Thanks
`;
    expect(recordsOf(text)).toMatchObject([
      { label: 'user', text: 'How far?' },
      { label: 'tool_call', tool: 'find_route', input: { to: { name: 'Bonn' } } },
      { label: 'tool_result', tool: 'find_route', output: '{"km": 12}' },
      { label: 'tool_call', tool: 'find_hotel', input: {} },
      { label: 'tool_result', tool: 'find_hotel', output: 'none' },
      { label: 'assistant', text: '12 km.' },
      { label: 'user', text: 'Thanks' },
    ]);
  });

  test('pairs behind a name or a line each below it are given, the same signs behind calls tell what came back', () => {
    const ask = '### User\nHow far?\n### Agent\n';
    const pairs = `${ask}⏺ find_route(to: "Bonn", stops: 2)\n[OK] 12 km\n⏺ find_hotel(town: "Bonn")\n[ERROR] none\n⏺ find_train(to: "Bonn")\n[OK] 9:40\n### Agent\n12 km.\n`;
    const below = `${ask}Using tool find_route\n  to: "Bonn"\n  stops: 2\n<- 12 km\nUsing tool find_hotel\n  town: "Bonn"\n<- none\nUsing tool find_train\n  to: "Bonn"\n<- 9:40\n### Agent\n12 km.\n`;
    for (const text of [pairs, below])
      expect(recordsOf(text).filter((record) => JSON.stringify(record).includes('tool_'))).toMatchObject([
        { label: 'tool_call', tool: 'find_route', input: { to: 'Bonn', stops: 2 } },
        { label: 'tool_result', output: '12 km' },
        { label: 'tool_call', tool: 'find_hotel', input: { town: 'Bonn' } },
        { label: 'tool_result', output: 'none' },
        { label: 'tool_call', tool: 'find_train', input: { to: 'Bonn' } },
        { label: 'tool_result', output: '9:40' },
      ]);
  });

  test('a bare word is a label where it is all of its line', () => {
    const turn = (n: number): string =>
      `user\n\nFind it ${n}\n\n-> search {"q": ${n}}\n<- search found\nassistant\n\nuser stories are fine\n\n`;
    const records = recordsOf([1, 2, 3].map(turn).join(''));
    expect(records).toHaveLength(12);
    expect(records.slice(0, 4)).toMatchObject([
      { label: 'user', text: 'Find it 1' },
      { label: 'tool_call', tool: 'search', input: { q: 1 } },
      { label: 'tool_result', tool: 'search' },
      { label: 'assistant', text: 'user stories are fine' },
    ]);
  });

  test('whoever always speaks behind calls tells what they brought', () => {
    const text = `User: What is in the folder?
Assistant: I look.
@list_folder(call_a81bc2): {"path": "."}
System: a.txt
b.txt
Assistant: And in that?
@read_file(call_b92cd3): {"path": "a.txt"}
System: hello
Assistant: It says hello.
User: Thanks
`;
    expect(recordsOf(text)).toMatchObject([
      { label: 'user' },
      { label: 'assistant' },
      { label: 'tool_call', tool: 'list_folder', callId: 'call_a81bc2' },
      { label: 'tool_result', output: 'a.txt\nb.txt' },
      { label: 'assistant' },
      { label: 'tool_call', tool: 'read_file' },
      { label: 'tool_result', output: 'hello' },
      { label: 'assistant', text: 'It says hello.' },
      { label: 'user' },
    ]);
  });

  test('names that nobody knows: who asks first, and the others', () => {
    const text = `[09-Nov-25 10:14] maria.k
Is there a train?

[09-Nov-25 10:15] desk
🔧 **search_trains**
\`\`\`json
{"to": "Gent"}
\`\`\`
↳ 07:43

[09-Nov-25 10:16] maria.k
And back?

[09-Nov-25 10:17] desk
🔧 **search_trains**
\`\`\`json
{"to": "Köln"}
\`\`\`
↳ 15:43
`;
    expect(recordsOf(text)).toMatchObject([
      { label: 'user', text: 'Is there a train?' },
      { label: 'assistant', text: '' },
      { label: 'tool_call', tool: 'search_trains', input: { to: 'Gent' }, output: '07:43' },
      { label: 'user', text: 'And back?' },
      { label: 'assistant', text: '' },
      { label: 'tool_call', tool: 'search_trains', input: { to: 'Köln' }, output: '15:43' },
    ]);
  });

  test('what is said of a call and less than its result is none', () => {
    const text = `user: Lamps?
Function get_state with {"room": "hall"}
Function get_state succeeded.
Function get_state result: on, off
Function get_state with {"room": "attic"}
Function get_state succeeded.
Function get_state result: broken
assistant: One is on.
user: Thanks
`;
    expect(
      recordsOf(text).filter((record) => (record as { label: string }).label === 'tool_result'),
    ).toMatchObject([{ output: 'on, off' }, { output: 'broken' }]);
  });

  test('a label inside an object is none: what stands before it is', () => {
    const text = `10:00:01 Chat asked with input: Is it open?
10:00:02 Bot selected action: "find_gate" with input "{"side": 1}"
10:00:03 Leaving tool with output: open
10:00:04 Bot selected action: "ring_bell" with input "{"side": 1}"
10:00:05 Leaving tool with output: nobody
10:00:06 Bot finish: {map[output:It is open.] It is open.}
10:00:07 Bot selected action: "find_bench" with input "{"side": 2}"
10:00:08 Leaving tool with output: none
10:00:09 Bot finish: {map[output:There is none.] There is none.}
`;
    const labels = (recordsOf(text) as readonly { readonly label: string }[]).map(({ label }) => label);
    expect(labels.filter((label) => label === 'tool_call')).toHaveLength(3);
    expect([labels[5], labels[8]]).toEqual(['assistant', 'assistant']);
  });

  test('members of an object are no tools; a text that calls nothing has no rule', () => {
    expect(
      induceTemplateRule('{\n  "filters": {\n    "a": 1\n  },\n  "others": {\n    "b": 2\n  }\n}\n'),
    ).toBeUndefined();
    expect(induceTemplateRule('User: a\nAssistant: b\nUser: c\nAssistant: d\n')).toBeUndefined();
  });

  test('is quick on lines that only look like calls', () => {
    expect(induceTemplateRule('a_tool {{{{"'.repeat(20).concat('\n').repeat(20_000))).toBeUndefined();
  });
});
