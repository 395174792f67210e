/**
 * Finds values that a secret's name stands before: `password=…`, `"api_key": "…"`, `--token …`, `setenv("SECRET", "…")`,
 * `<password>…`, also where the text is JSON inside JSON (`\"password\": \"…\"`, with `\u0022` for quotes as .NET writes them and
 * `\u003d` for `=` as Gson does) or URL-encoded (`password%3D…`).
 */
import { isPlausibleSecret } from './plausible-secret.ts';
import { classifyName } from './secret-names.ts';

/** Literals that the names end with; the scan finds them, `classifyName` decides. */
export const NAME_ANCHORS: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'pass',
  'pwd',
  'secret',
  'secrets',
  'key',
  'token',
  'authorization',
  'auth',
  'credential',
  'credentials',
  'creds',
  'cookie',
  'cookies',
];

export interface NamedValue {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

const MAX_NAME = 64;
const MAX_VALUE = 2048;

/** From the end of the name to the beginning of the value. */
const SEPARATOR =
  /(?:["'`\\]|(?<=\\)u002[27]){0,16}\]?(?:\s|\\[nrt]){0,4}(?:=>|:=|(?<=\\)u003[AaDd]|==?|:\s{0,4}(?:str|string|String|Optional\[str\]|&str)\s{0,4}=|:|%3[AaDd]|>|,\s{0,4}\\{0,15}["'](?:value|Value)\\{0,15}["']\s{0,4}:|,(?=\s{0,4}\\{0,15}["'])|\s(?=[^\s=:])|%22%3A)(?:\s|%20|\+){0,4}(?=[^\s=])/y;
/** `Authorization: Bearer …`: the scheme is no secret. */
const SCHEME =
  /(?:["'`\\]|(?<=\\)u002[27]){0,16}(?:basic|bearer|token|apikey|api-key|digest|negotiate|key)(?:\s|%20|\+|=){1,4}/iy;
const QUOTE = /\\{0,15}["'`]|\\{1,15}u002[27]|%22|%27/y;
const UNQUOTED = /[^\s\p{Cc}"'`<>,;&|(){}[\]\\]{1,2048}/uy;

/**
 * @param start where the anchor begins in the text
 * @param end where it ends: what follows must end the name, or nothing is found
 */
export function findNamedValue(text: string, start: number, end: number): NamedValue | undefined {
  const nameEnd = endOfName(text, end);
  if (nameEnd === undefined) return undefined;
  let nameStart = start;
  while (nameStart > 0 && nameEnd - nameStart < MAX_NAME && isNameUnit(text.charCodeAt(nameStart - 1)))
    nameStart -= 1;
  nameStart = withoutEscape(text, nameStart, start);
  const name = text.slice(nameStart, nameEnd);
  const named = classifyName(name);
  if (named === undefined) return undefined;

  SEPARATOR.lastIndex = nameEnd;
  const separator = SEPARATOR.exec(text)?.[0];
  if (separator === undefined) return undefined;
  const sign = separator.trim();
  // Only an option may be parted from its value by a space alone.
  if (!/[=:>,%]|u003.$/.test(sign) && (sign !== '' || !name.includes('--'))) return undefined;
  // A comparison is no assignment.
  if (sign.endsWith('==')) return undefined;
  let from = nameEnd + separator.length;
  if (named.kind === 'authorization' || named.kind === 'token') {
    SCHEME.lastIndex = from;
    const scheme = SCHEME.exec(text)?.[0];
    if (scheme !== undefined) {
      const value = readUnquoted(text, from + scheme.length);
      return value !== undefined && isPlausibleSecret(value, named, true)
        ? { start: from + scheme.length, end: from + scheme.length + value.length, kind: named.kind }
        : undefined;
    }
  }
  // A prefix of a literal in Python or C#: b'…', f"…", @"…".
  if (/^(?:[bfru@$]|rb|br)["']/i.test(text.slice(from, from + 3)))
    from = text.startsWith('"', from + 1) || text.startsWith("'", from + 1) ? from + 1 : from + 2;
  QUOTE.lastIndex = from;
  const quote = QUOTE.exec(text)?.[0];
  if (quote === undefined) {
    const whole = readUnquoted(text, from);
    // A URL-encoded value ends at the next parameter.
    const encoded = sign.startsWith('%') ? (whole?.indexOf('%26') ?? -1) : -1;
    const value = encoded === -1 ? whole : whole?.slice(0, encoded);
    const next = value === undefined ? '' : text.charAt(from + value.length);
    // A call or an element of something: code, not a value.
    if (value === undefined || next === '(' || next === '[') return undefined;
    if (sign === '>' && !(text[nameStart - 1] === '<' && text.startsWith('</', from + value.length)))
      return undefined;
    return isPlausibleSecret(value, named, false)
      ? { start: from, end: from + value.length, kind: named.kind }
      : undefined;
  }
  from += quote.length;
  const to = endOfQuoted(text, from, quote);
  // `setenv("API_KEY", "…")`, and not the next word of a list.
  if (
    /^["'`\\]+\s*,$/.test(sign) &&
    !(
      /\(["'`\\]+$/.test(text.slice(Math.max(0, nameStart - 9), nameStart)) &&
      /\d/.test(text.slice(from, to)) &&
      to - from >= 8
    )
  )
    return undefined;
  return isPlausibleSecret(text.slice(from, to), named, true)
    ? { start: from, end: to, kind: named.kind }
    : undefined;
}

/** A value without quotes, without the mark that ends a sentence. */
function readUnquoted(text: string, from: number): string | undefined {
  UNQUOTED.lastIndex = from;
  const value = UNQUOTED.exec(text)?.[0];
  if (value === undefined) return undefined;
  let end = value.length;
  while (end > 0 && '.:!?'.includes(value.charAt(end - 1))) end -= 1;
  return value.slice(0, end);
}

/** Where a quoted value ends: at its own quote, at the end of the line, or where the text breaks off. */
function endOfQuoted(text: string, from: number, quote: string): number {
  const limit = Math.min(text.length, from + MAX_VALUE);
  for (let at = from; at < limit; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a || unit === 0x0d) return at;
    if (text.startsWith(quote, at)) return at;
    // An escape inside a plain quote belongs to the value.
    if (unit === 0x5c && quote.length === 1) at += 1;
  }
  return limit;
}

/** The end of the name, where only a count may follow the anchor (`API_KEY_2`); undefined when the name goes on. */
function endOfName(text: string, end: number): number | undefined {
  let at = end;
  while (at < end + 4) {
    const unit = text.charCodeAt(at);
    if ((unit >= 0x30 && unit <= 0x39) || (unit === 0x5f && isDigit(text.charCodeAt(at + 1)))) at += 1;
    else break;
  }
  return isNameUnit(text.charCodeAt(at)) && text.charCodeAt(at) !== 0x2e ? undefined : at;
}

/** A letter after a backslash is an escape (`\npassword`), not part of the name. */
function withoutEscape(text: string, nameStart: number, anchorStart: number): number {
  return nameStart < anchorStart && text.charCodeAt(nameStart - 1) === 0x5c ? nameStart + 1 : nameStart;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** Letters, digits, `_`, `-`, `.`. NaN, beyond the end, is none. */
function isNameUnit(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    isDigit(unit) ||
    unit === 0x5f ||
    unit === 0x2d ||
    unit === 0x2e
  );
}
