/**
 * What every SpanStore does, as tests: each backend runs all of it.
 *
 *     describeSpanStore('memory', async () => openMemoryStore());
 */
import { describe } from 'vitest';
import { describeAggregating } from './conformance/aggregating.ts';
import { describeAgreement } from './conformance/agreement.ts';
import { describeAnnotating } from './conformance/annotating.ts';
import { describeDeleting } from './conformance/deleting.ts';
import type { OpenEmptyStore } from './conformance/describe.ts';
import { describeGrouping } from './conformance/grouping.ts';
import { describeOddText } from './conformance/odd-text.ts';
import { describeQuerying } from './conformance/querying.ts';
import { describeReporting } from './conformance/reporting.ts';
import { describeWriting } from './conformance/writing.ts';

/** @param openEmpty opens a new, empty store, which the suite closes */
export function describeSpanStore(name: string, openEmpty: OpenEmptyStore): void {
  describe(`SpanStore: ${name}`, () => {
    describeWriting(openEmpty);
    describeReporting(openEmpty);
    describeAnnotating(openEmpty);
    describeDeleting(openEmpty);
    describeOddText(openEmpty);
    describeQuerying(openEmpty);
    describeAggregating(openEmpty);
    describeGrouping(openEmpty);
    describeAgreement(openEmpty);
  });
}
