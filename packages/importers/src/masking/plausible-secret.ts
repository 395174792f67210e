/**
 * Tells a secret from what stands in its place in documentation, code and logs: placeholders, references to the environment,
 * names of variables, words, hashes, UUIDs.
 */
import type { NamedSecret } from './secret-names.ts';

/** Shannon entropy of the characters, in bits a character. */
export function entropyOf(text: string): number {
  const counts = new Map<number, number>();
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** The beginning of a value says what it is. */
const MAX_LOOKED_AT = 256;

const PLACEHOLDERS: readonly RegExp[] = [
  // The whole of it.
  /^(?:<.*>|\{.*\}|\[[a-z_ ]*\]|%[A-Za-z_]\w*%|\$[A-Za-z_]\w*|\$.{0,2}|null|none|nil|undefined|true|false|n\/a|[*•.x…#_-]+)$/i,
  /^(?:your|my|some|the|insert|replace|enter|add|put|use)[_ -](?:your[_ -])?[a-z_ -]*$|[_ -]here$/i,
  /^.{0,12}(?:\.\.\.|…).{0,12}$/,
  /^(?:process\.env|os\.environ|os\.getenv|import\.meta|getenv|secrets\.|vault:|env[:.])/i,
  // Anywhere in it; `[masked:` and `[hash:` are our own.
  /\[masked:|\[hash:|\$\{|\$\(|\{\{|<[A-Za-z][^>]{0,60}>|\*\*\*|xxxxx|example|placeholder|change_?-?me|redacted/i,
];

/** `<your key>`, `${API_KEY}`, `***`, `AKIAIOSFODNN7EXAMPLE`, and text that is masked already. */
export function isPlaceholder(value: string): boolean {
  const start = value.length > MAX_LOOKED_AT ? value.slice(0, MAX_LOOKED_AT) : value;
  return PLACEHOLDERS.some((pattern) => pattern.test(start));
}

const WORDS =
  /^(?:pass|password|passwd|pwd|passphrase|secret|secrets|token|tokens|key|apikey|string|str|text|bytes|object|number|integer|boolean|bool|array|required|optional|hidden|invalid|missing|expired|incorrect|wrong|default|empty|unknown|user|username|value|input|field|basic|bearer|digest|self|type|any|unset|disabled|enabled|yes|no|off|on|set|not)$/i;
const PATH = /^(?:~?\/|\.{1,2}\/|[A-Za-z]:[\\/])/;
const SECRET_WORD = /pass|secret|token|key|cred|auth/i;
const REFERENCE = /^&?\*?[A-Za-z_$][\w$]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][\w$]*)*$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HASH =
  /^(?:sha\d*[-:])?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const OPAQUE = /^[A-Za-z0-9_\-+/=.~:%|]{12,}$/;
/** Segments that are all letters or all digits: dates, model names, file names, identifiers made of words. */
const WORDY = /^(?:[A-Za-z]+|\d+)(?:[_\-.:/=%](?:[A-Za-z]+|\d+)?)*$/;

/** A value that carries no sense: neither word nor hash, UUID or path. */
export function isOpaque(value: string): boolean {
  return (
    OPAQUE.test(value) &&
    /[A-Za-z]/.test(value) &&
    /\d/.test(value) &&
    !UUID.test(value) &&
    !HASH.test(value) &&
    !WORDY.test(value) &&
    !value.includes('://') &&
    !/^\.{0,2}\//.test(value) &&
    entropyOf(value) >= 3
  );
}

/** Whether the value under a secret's name, standing by itself, is anything but a placeholder or the name of a type. */
export function isNamedSecret(value: string, { isCertain, mayBePath }: NamedSecret): boolean {
  if (mayBePath === true && PATH.test(value)) return false;
  if (!isCertain) return value.length >= 16 && isOpaque(value) && !isPlaceholder(value);
  return value.trim() !== '' && !isPlaceholder(value) && !isWord(value);
}

/** A word that stands for a secret, a type or a state: `password`, `string`, `missing`. */
export function isWord(value: string): boolean {
  return WORDS.test(value);
}

/** Whether a block between PEM lines holds anything: programs name the lines alone. */
export function isPemBlock(value: string): boolean {
  return /[A-Za-z0-9+/=]{24}/.test(value.replaceAll(/-----[A-Z0-9 ]+-----/g, ' '));
}

/** Base64 of `user:password`. */
export function isBasicCredentials(value: string): boolean {
  try {
    const text = atob(value.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
    return /^[^:\x00-\x1f]{0,200}:[^\x00-\x1f]+$/.test(text);
  } catch {
    return false;
  }
}

/**
 * Whether a text found as the value of a secret's name is one.
 *
 * @param isQuoted it stands in quotes or is a value of its own; otherwise it may be the name of something in a program
 */
export function isPlausibleSecret(
  whole: string,
  { kind, isCertain, mayBePath }: NamedSecret,
  isQuoted: boolean,
): boolean {
  const value = whole.length > MAX_LOOKED_AT ? whole.slice(0, MAX_LOOKED_AT) : whole;
  if (value.length < 4 || isPlaceholder(value) || isWord(value)) return false;
  if (mayBePath === true && PATH.test(value)) return false;
  if (!isCertain) return value.length >= 16 && isOpaque(value);
  const hasDigit = /\d/.test(value);
  if (/\s/.test(value) && (!hasDigit || value.split(/\s+/).length > 4)) return false;
  if (!hasDigit && SECRET_WORD.test(value)) return false;
  if (!isQuoted) {
    if (value.length < 6 || (!hasDigit && REFERENCE.test(value))) return false;
    if (
      /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(value) ||
      /^(?:pass|pwd|secret|token|key)\w*\d$/i.test(value)
    )
      return false;
  }
  if (kind === 'password' || kind === 'secret') return value.length >= 6 || hasDigit;
  return value.length >= 8 && (hasDigit || value.length >= 20) && !value.includes('://');
}
