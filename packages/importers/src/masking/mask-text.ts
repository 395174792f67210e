/**
 * Replaces the secrets in texts. Conversations are sent again and again, so texts seen lately are known: a short look at
 * length and a few characters finds the candidate, and comparing it whole is far cheaper than searching it.
 */
import type { SecretFinder } from './find-secrets.ts';

/** Gives the text back itself where there is nothing to mask; what was masked is added to `kinds`, one entry a secret. */
export type MaskText = (text: string, kinds: string[]) => string;

/** Stands where masking failed: nothing of the text is let through. */
export const MASKING_FAILED = 'masking-failed';

interface KnownText {
  readonly text: string;
  /** Undefined when clean. */
  readonly masked: { readonly text: string; readonly kinds: readonly string[] } | undefined;
}

/** Shorter texts are searched faster than they are looked up. */
const MIN_KNOWN = 200;
/** Longer ones would fill the memory. */
const MAX_KNOWN = 256 * 1024;
const SLOTS = 8192;
/** Characters held by all known texts together. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

export function placeholder(kind: string): string {
  return `[masked:${kind}]`;
}

export function createMaskText(findSecrets: SecretFinder): MaskText {
  const slots: (KnownText | undefined)[] = Array.from({ length: SLOTS });
  let characters = 0;

  const search = (text: string): KnownText['masked'] => {
    let secrets;
    try {
      secrets = findSecrets(text);
    } catch {
      return { text: placeholder(MASKING_FAILED), kinds: [MASKING_FAILED] };
    }
    if (secrets.length === 0) return undefined;
    const pieces: string[] = [];
    let from = 0;
    for (const { start, end, kind } of secrets) {
      pieces.push(text.slice(from, start), placeholder(kind));
      from = end;
    }
    return { text: pieces.join('') + text.slice(from), kinds: secrets.map(({ kind }) => kind) };
  };

  return (text, kinds) => {
    let masked: KnownText['masked'];
    if (text.length < MIN_KNOWN || text.length > MAX_KNOWN) masked = search(text);
    else {
      const slot = slotOf(text);
      const known = slots[slot];
      if (known?.text === text) masked = known.masked;
      else {
        masked = search(text);
        characters += text.length - (known?.text.length ?? 0);
        if (characters > MAX_CHARACTERS) {
          slots.fill(undefined);
          characters = text.length;
        }
        slots[slot] = { text, masked };
      }
    }
    if (masked === undefined) return text;
    kinds.push(...masked.kinds);
    return masked.text;
  };
}

/** From the length and 16 characters; texts that share a slot only cost each other a search. */
function slotOf(text: string): number {
  let hash = text.length;
  const step = text.length / 16;
  for (let index = 1; index <= 16; index += 1)
    hash = (Math.imul(hash, 31) + text.charCodeAt(Math.floor(index * step) - 1)) | 0;
  return (hash >>> 0) % SLOTS;
}
