import type { AnnotateRequest, FindingJson } from '@tracewright/core';

/** What makes an annotation again: for taking back that it was removed or replaced. Undefined for other findings. */
export function toRequest({
  annotation,
  category,
  evidence,
  message,
  stepIndex,
}: FindingJson): AnnotateRequest | undefined {
  if (annotation === undefined) return undefined;
  const { kind, author, about, status } = annotation;
  // Where a finding is judged, step and evidence are the finding's own.
  const step = about === undefined && stepIndex !== null ? stepIndex : undefined;
  const quote = step === undefined ? undefined : evidence[0]?.quote;
  return {
    kind,
    author,
    note: message,
    ...(step === undefined ? {} : { step }),
    ...(quote === undefined ? {} : { quote }),
    ...(kind === 'category' ? { category } : {}),
    ...(about === undefined ? {} : { finding: about.id }),
    ...(status === undefined ? {} : { status }),
  };
}
