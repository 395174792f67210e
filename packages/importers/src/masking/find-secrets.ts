/**
 * Finds the secrets in a text: one scan for anchors, then a bounded look at each place found. Clean text costs the scan. A text
 * that is base64 as a whole is a secret as a whole where one is in it.
 */
import { buildAnchorTable, STRIDE } from './anchor-scan.ts';
import { decodeBase64Text } from './base64-text.ts';
import type { CustomPattern } from './custom-pattern.ts';
import { findNamedValue, NAME_ANCHORS } from './named-values.ts';
import {
  entropyOf,
  isBasicCredentials,
  isOpaque,
  isPemBlock,
  isPlaceholder,
  isWord,
} from './plausible-secret.ts';
import { SECRET_PATTERNS, type SecretPattern } from './secret-patterns.ts';

/** A secret from `start` up to `end`, in UTF-16 units. */
export interface FoundSecret {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

export interface SecretFinderOptions {
  /** Whether the built-in patterns and names are looked for. */
  readonly hasDefaults: boolean;
  readonly patterns: readonly CustomPattern[];
  /** Texts that are no secrets, though they look like one. */
  readonly allow: ReadonlySet<string>;
}

/** In order, not overlapping; empty for most texts. */
export type SecretFinder = (text: string) => readonly FoundSecret[];

const NONE: readonly FoundSecret[] = [];
/** The shortest text that can hold a secret: `pwd=abc123`. */
const MIN_TEXT = 8;

const ANCHORS: readonly { readonly text: string; readonly pattern?: SecretPattern }[] = [
  ...SECRET_PATTERNS.flatMap((pattern) => pattern.anchors.map((text) => ({ text, pattern }))),
  ...NAME_ANCHORS.map((text) => ({ text })),
];
const { classes, table, firstHit, hits } = buildAnchorTable(ANCHORS.map(({ text }) => text));

export function createSecretFinder({ hasDefaults, patterns, allow }: SecretFinderOptions): SecretFinder {
  const search = (text: string): readonly FoundSecret[] => {
    let found = hasDefaults && text.length >= MIN_TEXT ? findDefaults(text) : undefined;
    if (patterns.length > 0) {
      const all = found ?? [];
      for (const pattern of patterns) pattern.find(text, (secret) => all.push(secret));
      found = all;
    }
    if (found === undefined) return NONE;
    if (allow.size > 0) found = found.filter(({ start, end }) => !allow.has(text.slice(start, end)));
    return found.length > 1 ? mergeOverlaps(found) : found;
  };
  return (text) => {
    const found = search(text);
    if (found.length > 0) return found;
    const decoded = decodeBase64Text(text);
    const [inside] = decoded === undefined ? NONE : search(decoded);
    return inside === undefined ? NONE : [{ start: 0, end: text.length, kind: inside.kind }];
  };
}

function findDefaults(text: string): FoundSecret[] | undefined {
  let found: FoundSecret[] | undefined;
  // What is masked as a whole already is not looked at again: hits come in order of their ends.
  let covered = 0;
  let state = 0;
  for (let at = 0; at < text.length; at += 1) {
    // The casts: classes has an entry for every unit, the table one for every state and class.
    state = table[state + (classes[text.charCodeAt(at)] as number)] as number;
    if (state < firstHit) continue;
    for (const { anchor, length } of hits[state / STRIDE] ?? []) {
      const start = at + 1 - length;
      if (start < covered) continue;
      const { pattern } = ANCHORS[anchor] ?? {};
      const secret =
        pattern === undefined ? findNamedValue(text, start, at + 1) : matchPattern(text, start, pattern);
      if (secret === undefined) continue;
      if (pattern !== undefined) covered = secret.end;
      found ??= [];
      found.push(secret);
    }
  }
  return found;
}

const CHECKS: Readonly<Record<NonNullable<SecretPattern['check']>, (secret: string) => boolean>> = {
  opaque: isOpaque,
  'basic-credentials': isBasicCredentials,
  'pem-block': isPemBlock,
  'no-word': (secret) => !isWord(secret),
};

function matchPattern(
  text: string,
  at: number,
  { pattern, startsWord, minEntropy, check, name }: SecretPattern,
): FoundSecret | undefined {
  if (startsWord === true && !isWordStart(text, at)) return undefined;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const secret = match[1] ?? match[2] ?? match[0];
  const end = at + match[0].length;
  if (isPlaceholder(secret)) return undefined;
  if (minEntropy !== undefined && entropyOf(secret) < minEntropy) return undefined;
  if (check !== undefined && !CHECKS[check](secret)) return undefined;
  return { start: end - secret.length, end, kind: name };
}

/** Whether a word begins here: at the start, after anything but a letter or digit, and after an escape (`\n`, `%3D`, `\u0022`). */
function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  const isWordUnit =
    (before >= 0x61 && before <= 0x7a) ||
    (before >= 0x41 && before <= 0x5a) ||
    (before >= 0x30 && before <= 0x39) ||
    before === 0x5f ||
    before === 0x2d;
  return (
    !isWordUnit ||
    /(?:\\[a-z]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\[\d{1,3}m)$/.test(
      text.slice(Math.max(0, at - 6), at),
    )
  );
}

/** Overlapping secrets become one, under the name of the most certain: a pattern of its own shape before a mere name. */
function mergeOverlaps(found: FoundSecret[]): readonly FoundSecret[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: FoundSecret[] = [];
  for (const secret of found) {
    const last = merged.at(-1);
    if (last === undefined || secret.start >= last.end) {
      merged.push(secret);
      continue;
    }
    const kind = rankOf(secret.kind) < rankOf(last.kind) ? secret.kind : last.kind;
    merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, secret.end), kind };
  }
  return merged;
}

const RANKS: ReadonlyMap<string, number> = new Map(SECRET_PATTERNS.map(({ name }, index) => [name, index]));

function rankOf(kind: string): number {
  return RANKS.get(kind) ?? SECRET_PATTERNS.length;
}
