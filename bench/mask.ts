/**
 * What masking and limits cost a span on one core, beside JSON.stringify of the same spans: clean and dirty spans of about
 * 1.5 kB, and model calls that resend a growing history. Every round works on fresh copies, as requests bring them.
 * CPU time, so that a busy machine changes little.
 */
import type { Message, SpanId, TraceId } from '@tracewright/core';
import { createLimiter, createMasker, type MaskableSpan } from '@tracewright/importers';
import { printFigure } from './figure.ts';

const ROUNDS = 9;
const CALLS_A_HISTORY = 40;
const WORDS =
  'the agent reads a file and finds that the function returns early when the list is empty so the test fails with an assertion error in module parser line forty two because key and token counts differ from what the task says about output format please check the result again before you pass it on to the next step'.split(
    ' ',
  );

/** `mask [spans]` */
export async function run([count = '4000']: readonly string[]): Promise<void> {
  const size = Number(count);
  const draw = createDraw();
  const sets: readonly (readonly [string, () => readonly MaskableSpan[]])[] = [
    ['clean', () => Array.from({ length: size }, () => makeSpan(draw, []))],
    ['dirty', () => Array.from({ length: size }, () => makeSpan(draw, makeSecrets(draw)))],
    ['history', () => makeHistories(draw, Math.ceil(size / CALLS_A_HISTORY / 4))],
  ];
  for (const [name, make] of sets) {
    const masker = createMasker();
    const limiter = createLimiter();
    const times = { stringify: [] as number[], mask: [] as number[], limit: [] as number[] };
    let characters = 0;
    let masks = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const spans = make();
      characters = spans.reduce((sum, span) => sum + JSON.stringify(span).length, 0) / spans.length;
      times.stringify.push(timeEach(spans, (span) => JSON.stringify(span).length));
      times.limit.push(timeEach(spans, (span) => limiter.limitSpan(span).truncations.length));
      masks = 0;
      times.mask.push(
        timeEach(spans, (span) => {
          masks += masker.maskSpan(span).masks.length;
        }),
      );
    }
    const baseline = median(times.stringify);
    printFigure(`${name}: a span`, characters, 'characters');
    printFigure(
      `${name}: masks`,
      (1000 * masks) / (name === 'history' ? make().length : size),
      'per 1000 spans',
    );
    printFigure(`${name}: JSON.stringify`, baseline, 'us/span');
    printFigure(`${name}: mask`, median(times.mask), 'us/span', baseline);
    printFigure(`${name}: limit`, median(times.limit), 'us/span', baseline);
  }
}

function timeEach(spans: readonly MaskableSpan[], work: (span: MaskableSpan) => unknown): number {
  const before = process.cpuUsage();
  for (const span of spans) work(span);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / spans.length;
}

/** Of the later rounds: the first ones compile. */
function median(values: readonly number[]): number {
  const sorted = values.slice(2).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

type Draw = (size: number) => number;

function createDraw(): Draw {
  let state = 1;
  return (size) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % size;
  };
}

function makeText(draw: Draw, length: number): string {
  const words: string[] = [];
  for (let size = 0; size < length; size += (words.at(-1)?.length ?? 0) + 1)
    words.push(WORDS[draw(WORDS.length)] ?? '');
  return words.join(' ');
}

/** Made up, of forms that are common. */
function makeSecrets(draw: Draw): readonly string[] {
  const token = Array.from({ length: 36 }, () => draw(36).toString(36)).join('');
  return [
    `${['ghp', token].join('_')}`,
    `PASSWORD=${token.slice(0, 12)}7a`,
    `Authorization: Bearer ${token}`,
  ];
}

function says(role: string, content: string): Message {
  return { role, parts: [{ type: 'text', content }] };
}

function makeSpan(draw: Draw, secrets: readonly string[]): MaskableSpan {
  return {
    // Any text of the right length is an id.
    traceId: 'a'.repeat(32) as TraceId,
    spanId: 'b'.repeat(16) as SpanId,
    name: 'chat some-model',
    kind: 'client',
    operation: 'model',
    status: 'ok',
    model: 'some-model',
    inputTokens: 1200,
    outputTokens: 40,
    input: [says('user', `${makeText(draw, 350)} ${secrets.slice(0, 2).join(' ')}`)],
    output: [
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: makeText(draw, 250) },
          {
            type: 'tool_call',
            id: `call_${draw(1e6)}`,
            name: 'search',
            arguments: { query: `${makeText(draw, 60)} ${secrets[2] ?? ''}`, limit: 5 },
          },
        ],
      },
    ],
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'some-model',
      'gen_ai.request.temperature': 0.2,
      'gen_ai.request.max_tokens': 4096,
      'gen_ai.response.id': `chatcmpl-${draw(1e9)}`,
      'gen_ai.usage.input_tokens': 1200,
      'gen_ai.usage.output_tokens': 40,
      'server.address': 'models.internal',
      'url.full': 'https://models.internal/v1/chat/completions',
      'service.name': 'worker',
      'telemetry.sdk.name': 'opentelemetry',
    },
    events: [],
    links: [],
  };
}

/** Conversations of many calls, each resending all that went before; parsed anew each time, so that no text is shared. */
function makeHistories(draw: Draw, conversations: number): readonly MaskableSpan[] {
  return Array.from({ length: conversations }, () => {
    const history: Message[] = [says('system', makeText(draw, 2000))];
    return Array.from({ length: CALLS_A_HISTORY }, () => {
      history.push(says('user', makeText(draw, 300)), says('assistant', makeText(draw, 500)));
      const span: MaskableSpan = { ...makeSpan(draw, []), input: history };
      // What JSON.stringify gives of a span without times is a span again.
      return JSON.parse(JSON.stringify(span)) as MaskableSpan;
    });
  }).flat();
}
