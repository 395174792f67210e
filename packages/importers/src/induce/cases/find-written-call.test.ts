import { describe, expect, it } from 'vitest';
import { findWrittenCall } from './find-written-call.ts';

const record = (tool: string, written: string): Parameters<typeof findWrittenCall>[0][number] => ({
  action: tool,
  args: { path: 'a.txt', blocking: false, hidden: false },
  origin: { answer: { calls: [{ function: { name: written, arguments: '{"path": "a.txt"}' } }] } },
});

describe('findWrittenCall', () => {
  it('finds the arguments as the model wrote them', () => {
    const records = [record('open', 'open'), record('shut', 'shut')];
    expect(findWrittenCall(records, 'action', 'args')).toBe('origin.answer.calls[0].function.arguments');
  });

  it('takes no call of another name, and none that only one record has', () => {
    expect(findWrittenCall([record('open', 'x'), record('shut', 'y')], 'action', 'args')).toBeUndefined();
    expect(findWrittenCall([record('open', 'open')], 'action', 'args')).toBeUndefined();
  });

  it('looks at a bounded part of what is nested without end', () => {
    let deep: Record<string, unknown> = {};
    for (let depth = 0; depth < 500; depth += 1) deep = { inner: [deep] };
    const records = [record('open', 'open'), record('shut', 'shut')].map(
      (own) => ({ deep, ...own }) as typeof own,
    );
    expect(findWrittenCall(records, 'action', 'args')).toBe('origin.answer.calls[0].function.arguments');
  });
});
