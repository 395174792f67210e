import type { WriteReceipt } from '@tracewright/core';
import type { SliceReceipt } from './protocol.ts';

/** What the slices of one batch did together. */
export function sumReceipts(receipts: readonly SliceReceipt[]): WriteReceipt {
  const sum = (read: (receipt: SliceReceipt) => number): number =>
    receipts.reduce((total, receipt) => total + read(receipt), 0);
  return {
    runs: { added: sum(({ runs }) => runs.added), changed: sum(({ runs }) => runs.changed) },
    spans: {
      added: sum(({ spans }) => spans.added),
      changed: sum(({ spans }) => spans.changed),
      unchanged: sum(({ spans }) => spans.unchanged),
    },
    messages: { added: sum(({ messagesAdded }) => messagesAdded) },
  };
}
