import type { JudgedStep } from '../../detect/context.ts';

/** Signatures are cut to this many UTF-16 units. */
const LIMIT = 90;

/**
 * The first line of a failure with what differs from run to run taken out, so that the same error reads the same: numbers,
 * quoted values, identifiers, paths, addresses.
 */
export function errorSignature({ result, failure }: JudgedStep): string | undefined {
  if (result === undefined || failure === undefined) return undefined;
  const [line = ''] = result.text
    .slice(failure.range.start, Math.min(failure.range.end, failure.range.start + 400))
    .trim()
    .split('\n', 1);
  const signature = line
    .replaceAll(/https?:\/\/\S+/g, 'URL')
    .replaceAll(/(["'`])(?:(?!\1).){1,200}\1/g, '…')
    .replaceAll(/(?:[\w.-]+)?(?:\/[\w.@+-]+){2,}\/?/g, 'PATH')
    .replaceAll(/\b(?:0x)?[\da-f]*\d[\da-f]{5,}\b/gi, 'ID')
    .replaceAll(/\b\w*(?:\d_?[A-Za-z]|[A-Za-z]_?\d)\w*\b/g, 'ID')
    .replaceAll(/-?\d+(?:[-.,:/]\d+)*/g, 'N')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return signature === '' ? undefined : signature.slice(0, LIMIT);
}
