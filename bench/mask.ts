/**
 * What masking and limits cost a span, on one core, beside JSON.stringify of the same span: clean and dirty spans of about
 * 1.5 kB, and model calls that resend a growing history as fresh objects, as an exporter's requests do.
 */
import type { JsonObject, Message, Span, SpanId, TraceId, RunId } from '@tracewright/core';
import { createLimiter, createMasker, type MaskableSpan } from '@tracewright/importers';
import { printFigure } from './figure.ts';

const ROUNDS = 7;
const WORDS =
  'the agent reads a file and finds that the function returns early when the list is empty so the test fails with an assertion error in module parser line forty two because key and token counts differ from what the task says about output format please check the result again before you pass it on to the next step'.split(
    ' ',
  );

/** `mask [spans]` */
export async function run([count = '4000']: readonly string[]): Promise<void> {
  const size = Number(count);
  const sets: readonly (readonly [string, readonly MaskableSpan[]])[] = [
    ['clean', Array.from({ length: size }, (_, index) => makeSpan(index, false))],
    ['dirty', Array.from({ length: size }, (_, index) => makeSpan(index, true))],
    ['history', makeHistories(Math.ceil(size / 20))],
  ];
  for (const [name, spans] of sets) {
    const bytes = spans.reduce((sum, span) => sum + toJson(span).length, 0) / spans.length;
    printFigure(`${name}: characters a span`, bytes, 'chars');
    const masker = createMasker();
    const limiter = createLimiter();
    const times: Record<'stringify' | 'mask' | 'limit', number[]> = { stringify: [], mask: [], limit: [] };
    // Interleaved rounds on fresh copies: a text searched in an earlier round would be known.
    for (let round = 0; round < ROUNDS; round += 1) {
      const copies = spans.map((span) => JSON.parse(toJson(span)) as Span);
      times.stringify.push(timeEach(copies, toJson));
      times.mask.push(timeEach(copies, (span) => createOnce(masker, name).maskSpan(span)));
      times.limit.push(timeEach(copies, (span) => limiter.limitSpan(span)));
    }
    const baseline = median(times.stringify);
    printFigure(`${name}: JSON.stringify`, baseline, 'us/span');
    printFigure(`${name}: mask`, median(times.mask), 'us/span', baseline);
    printFigure(`${name}: limit`, median(times.limit), 'us/span', baseline);
  }
}
