/** A run of three agents, two of them at work at once, with everything a transcript renders: colours, diffs, a picture, JSON, long texts. */
import type { MessagePart, Run, RunId, Span, SpanId, TraceId } from '@tracewright/core';

export const RUN_ID = 'ab00000000000001' as RunId;
const TRACE_ID = `${RUN_ID}${RUN_ID}` as TraceId;
const START = 1_760_000_000_000_000_000n;
const SECOND = 1_000_000_000n;

/** A red dot of one pixel. */
export const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC';
export const REMOTE = 'https://pictures.example.org/shot.png';
/** Markdown with what must stay text. */
export const REPORT = `The fare is **fixed**.

| seats | fare |
| --- | --- |
| 2 | 24 |

![shot](${REMOTE}) <b>raw</b> [run](javascript:alert)`;
/** Cut in a window of steps, and short enough to be loaded whole. */
export const LONG: string = numberLines('row', 60_000);
/** Read in pieces. */
export const MONSTROUS: string = numberLines('line', 1_300_000);

export const DIFF = [
  'diff --git a/src/fare.ts b/src/fare.ts',
  '--- a/src/fare.ts',
  '+++ b/src/fare.ts',
  '@@ -1,3 +1,3 @@',
  ' export function fare() {',
  '-  return price;',
  '+  return price * seats;',
  ' }',
].join('\n');

interface Call {
  readonly tool: string;
  readonly arguments: Record<string, string>;
  readonly result: string;
  readonly isError?: boolean;
}

/** What each coder does, one call after the other; those of both come by turns. */
const CALLS: readonly (readonly [Call, Call])[] = [
  [
    {
      tool: 'bash',
      arguments: { command: 'npm test' },
      result:
        '\u001B[1;31mFAIL\u001B[0m fare.test.ts\n\u001B[32m12 passed\u001B[0m\u001B[2K, \u001B[41m1 failed\u001B[0m',
      isError: true,
    },
    { tool: 'git_diff', arguments: { path: 'src' }, result: DIFF },
  ],
  [
    {
      tool: 'edit_file',
      arguments: {
        path: 'src/fare.ts',
        old_str: 'export function fare() {\n  return price;\n}',
        new_str: 'export function fare() {\n  return price * seats;\n}',
      },
      result: '{"ok":true,"id":12345678901234567890,"lines":[1,2]}',
    },
    { tool: 'screenshot', arguments: { page: REMOTE }, result: `${PNG}\nsaved as ${REMOTE}` },
  ],
  [
    { tool: 'read_log', arguments: { name: 'long' }, result: LONG },
    { tool: 'read_log', arguments: { name: 'monstrous' }, result: MONSTROUS },
  ],
];

function numberLines(word: string, length: number): string {
  let text = '';
  for (let line = 0; text.length < length; line += 1) text += `${word} ${line}: all seats taken\n`;
  return text;
}

export function buildRunOfAgents(): { readonly run: Run; readonly spans: readonly Span[] } {
  const spans: Span[] = [];
  const add = (
    changes: Partial<Span> & Pick<Span, 'name' | 'operation'>,
    from: number,
    to: number,
  ): SpanId => {
    // The cast: 16 hexadecimal digits.
    const spanId = (spans.length + 1).toString(16).padStart(16, '0') as SpanId;
    spans.push({
      traceId: TRACE_ID,
      spanId,
      runId: RUN_ID,
      kind: 'internal',
      sequence: spans.length,
      startTime: START + BigInt(from) * SECOND,
      endTime: START + BigInt(to) * SECOND,
      status: 'ok',
      input: [],
      output: [],
      attributes: {},
      events: [],
      links: [],
      ...changes,
    });
    return spanId;
  };
  const think: MessagePart = {
    type: 'reasoning',
    content: Array.from({ length: 9 }, (_, line) => `Thought ${line}: the fare may be per seat.`).join('\n'),
  };
  const root = add({ name: 'invoke_agent lead', operation: 'agent', agent: 'lead' }, 0, 100);
  const asked = add(
    {
      name: 'chat',
      operation: 'model',
      agent: 'lead',
      parentSpanId: root,
      input: [{ role: 'user', parts: [{ type: 'text', content: 'Fix the fare.' }] }],
      output: [
        {
          role: 'assistant',
          parts: [
            think,
            ...['one', 'two'].map((id) => ({
              type: 'tool_call' as const,
              id,
              name: 'Task',
              arguments: { part: id },
            })),
          ],
        },
      ],
    },
    1,
    2,
  );
  const agents = ['one', 'two'].map((callId) => {
    const task = add(
      {
        name: 'execute_tool Task',
        operation: 'tool',
        agent: 'lead',
        parentSpanId: asked,
        tool: { name: 'Task', callId, arguments: { part: callId }, result: `${callId} is done` },
      },
      3,
      90,
    );
    return add({ name: 'invoke_agent coder', operation: 'agent', agent: 'coder', parentSpanId: task }, 4, 89);
  });
  for (const [row, pair] of CALLS.entries()) {
    for (const [place, { tool, arguments: given, result, isError = false }] of pair.entries()) {
      add(
        {
          name: `execute_tool ${tool}`,
          operation: 'tool',
          agent: 'coder',
          ...(agents[place] === undefined ? {} : { parentSpanId: agents[place] }),
          status: isError ? 'error' : 'ok',
          tool: { name: tool, arguments: given, result },
        },
        10 + row * 10 + place,
        14 + row * 10 + place,
      );
    }
  }
  add(
    {
      name: 'chat',
      operation: 'model',
      agent: 'lead',
      parentSpanId: root,
      output: [
        {
          role: 'assistant',
          parts: [
            { type: 'text', content: REPORT },
            { type: 'media', modality: 'image', mimeType: 'image/png', sizeBytes: 78, uri: PNG },
            { type: 'media', modality: 'image', uri: REMOTE },
          ],
        },
      ],
    },
    95,
    96,
  );
  const run: Run = {
    runId: RUN_ID,
    traceIds: [TRACE_ID],
    agent: 'lead',
    model: 'large-1',
    task: 'fix-fare',
    taskText: 'Fix the fare of a booking with several seats, and keep the tests green.',
    source: { path: 'runs/fare.jsonl', format: 'test' },
    outcome: { status: 'failure', source: 'test' },
    tools: [],
    environment: {},
    startTime: START,
    endTime: START + 100n * SECOND,
  };
  return { run, spans };
}
