import { describe, expect, test } from 'vitest';
import { readAdapter } from '../adapter/read-adapter.ts';
import { readTextRecords } from '../containers/read-text-records.ts';
import { induceAdapter } from '../induce.ts';
import { readPieces } from '../interpreter/run-adapter.ts';
import { induceToldRule } from './induce-told-rule.ts';

const LOG = `2026-03-01 09:00:01.113 [main] INFO  org.demo.Trace - event: RunStarted (run id: 7f3a)
2026-03-01 09:00:02.113 [main] INFO  org.demo.Trace - event: NodeExecutionStarted (run id: 7f3a, node: first, input: "Which lamps, please, are on?")
2026-03-01 09:00:03.113 [main] INFO  org.demo.Trace - event: ToolCallStarted (run id: 7f3a, tool: find_lamps, tool args: {"room": "hall, left"})
2026-03-01 09:00:04.113 [main] INFO  org.demo.Trace - event: ToolCallCompleted (run id: 7f3a, tool: find_lamps, tool args: {"room": "hall, left"}, result: two lamps,
of which one: the left is on)
2026-03-01 09:00:05.113 [main] INFO  org.demo.Trace - event: ToolCallStarted (run id: 7f3a, tool: ping, tool args: {})
2026-03-01 09:00:06.113 [main] WARN  org.demo.Trace - event: ToolCallFailed (run id: 7f3a, tool: ping, tool args: {}, error: no answer (2 s))
2026-03-01 09:00:07.113 [main] INFO  org.demo.Trace - event: AgentCompleted (run id: 7f3a, result: The left one is on.)
`;

describe('induceToldRule', () => {
  test('events in brackets, whose values no quotes surround', () => {
    const rule = induceToldRule(LOG);
    const { records, places } = readTextRecords(LOG, rule ?? { headers: [], skipFences: false });
    expect(records[2]).toEqual({
      time: '2026-03-01 09:00:03.113',
      type: 'ToolCallStarted',
      'run id': '7f3a',
      tool: 'find_lamps',
      'tool args': { room: 'hall, left' },
    });
    expect(records[3]).toMatchObject({ result: 'two lamps,\nof which one: the left is on' });
    expect(places[3]).toEqual({ line: 4, endLine: 5 });
    expect(records[5]).toMatchObject({ error: 'no answer (2 s)' });
  });

  test('equals signs, braces and events that the sample has not', () => {
    const log = ['Asked', 'ToolCall', 'ToolResult']
      .flatMap((type) => [1, 2].map((id) => `12:00:0${id} DEBUG ${type} { id=${id}, of=[a=1, b] }\n`))
      .join('');
    const rule = induceToldRule(log);
    const more = `${log}12:00:09 DEBUG Other { id=3 }\n12:00:10 DEBUG stopped\n`;
    const { records } = readTextRecords(more, rule ?? { headers: [], skipFences: false });
    expect(records.slice(3)).toEqual([
      { clock: '12:00:02', type: 'ToolCall', id: 2, of: '[a=1, b]' },
      { clock: '12:00:01', type: 'ToolResult', id: 1, of: '[a=1, b]' },
      { clock: '12:00:02', type: 'ToolResult', id: 2, of: '[a=1, b]' },
      { clock: '12:00:09', type: 'Other', text: 'id=3' },
      { clock: '12:00:10', text: 'stopped' },
    ]);
  });

  test('nothing where few lines are events, or no event calls', () => {
    expect(induceToldRule(LOG.replaceAll('\n', '\nand\nso\non\n'))).toBeUndefined();
    expect(
      induceToldRule(LOG.replaceAll(/(?:ToolCall|NodeExecution)[A-Z][a-z]+/g, 'GateMoved')),
    ).toBeUndefined();
  });

  test('is read as calls, what they brought and who speaks, by an adapter that may be kept', () => {
    const { adapter, documents } = induceAdapter([{ path: 'a', text: LOG }], 'a', '2026-01-01T00:00:00Z');
    expect(readAdapter(JSON.parse(JSON.stringify(adapter)), 'a').body.text?.told).toBeDefined();
    const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
    expect(pieces.filter((piece) => piece?.as === 'turn').map((piece) => [piece?.role, piece?.text])).toEqual(
      [
        ['user', 'Which lamps, please, are on?'],
        ['agent', 'The left one is on.'],
      ],
    );
    expect(pieces.flatMap((piece) => piece?.calls ?? [])).toMatchObject([
      { tool: 'find_lamps', arguments: { room: 'hall, left' } },
      { tool: 'ping', arguments: {} },
    ]);
    expect(pieces.flatMap((piece) => piece?.results ?? [])).toMatchObject([
      { content: 'two lamps,\nof which one: the left is on', callId: undefined },
      { content: 'no answer (2 s)', callId: undefined },
    ]);
  });
});
