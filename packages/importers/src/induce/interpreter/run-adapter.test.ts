import { describe, expect, it } from 'vitest';
import { induceAdapter } from '../induce.ts';
import { runAdapter } from './run-adapter.ts';

const SHOPS = ['lamp', 'sock', 'chair', 'cup'];

/** A service's log: the kind of a line is its message, and some lines are of no session. */
function logOf(session: string): string {
  const lines: object[] = [
    { msg: 'Listening at http://0.0.0.0:80', name: 'http' },
    { msg: 'user message', session, text: `Where are my ${session} orders?` },
  ];
  for (const [index, what] of SHOPS.entries())
    lines.push(
      { msg: 'request completed', name: 'http' },
      { msg: 'tool call', session, callId: `c${session}${index}`, tool: 'find_order', args: { what } },
      {
        msg: 'tool result',
        session,
        callId: `c${session}${index}`,
        output: `the ${what} left on day ${index}`,
      },
    );
  lines.push({ msg: 'assistant message', session, text: 'All of them are on their way to you.' });
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

describe('runAdapter', () => {
  it('reads a session once, with what stands before its id was said', () => {
    const samples = ['s-101', 's-102'].map((session) => ({ path: `${session}.log`, text: logOf(session) }));
    const { adapter, documents } = induceAdapter(samples, 'shop', '2026-01-01T00:00:00Z');
    expect(adapter.body.runs.groupBy).toBe('session');
    const [document] = documents;
    const items = document === undefined ? [] : [...runAdapter(adapter, document)];
    const runs = items.flatMap((item) => (item.kind === 'run' ? [item.run.runId] : []));
    const calls = items.flatMap((item) =>
      item.kind === 'spans' ? item.spans.filter(({ name }) => name.startsWith('execute_tool')) : [],
    );
    expect(new Set(runs).size).toBe(1);
    expect(calls).toHaveLength(SHOPS.length);
  });
});
