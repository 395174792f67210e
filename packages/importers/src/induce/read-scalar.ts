/** Values as they stand in texts: numbers, words, JSON, and what Python prints. */
import type { JsonValue } from '@tracewright/core';
import { isTooDeep } from '../reading/json-depth.ts';
import { MAX_TEXT } from './text-call.ts';

export function readScalar(text: string): JsonValue {
  const trimmed = text.trim();
  if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(trimmed)) return Number(trimmed);
  if (/^(?:true|True)$/.test(trimmed)) return true;
  if (/^(?:false|False)$/.test(trimmed)) return false;
  if (/^(?:null|None)$/.test(trimmed)) return null;
  if (trimmed.length >= 2 && trimmed.startsWith("'") && trimmed.endsWith("'")) return trimmed.slice(1, -1);
  if (/^["[{]/.test(trimmed)) return parseJsonValue(trimmed) ?? parsePython(trimmed) ?? text;
  return text;
}

function parseJsonValue(text: string): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isTooDeep(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** An object or an array. */
export function parseJson(text: string): JsonValue | undefined {
  return /^[[{]/.test(text) ? parseJsonValue(text) : undefined;
}

/** A dictionary or a list as Python prints it: its quotes and words are rewritten, then it must be JSON. */
export function parsePython(text: string): JsonValue | undefined {
  if (!/^[[{]/.test(text) || text.length > MAX_TEXT) return undefined;
  let json = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character !== "'" && character !== '"') {
      const word = /^(?:True|False|None)\b/.exec(text.slice(at, at + 6))?.[0];
      json += word === undefined ? character : { True: 'true', False: 'false', None: 'null' }[word];
      at += (word?.length ?? 1) - 1;
      continue;
    }
    let content = '';
    for (at += 1; at < text.length && text[at] !== character; at += 1) {
      if (text[at] === '\\') {
        const escaped = text[(at += 1)] ?? '';
        content += { n: '\n', t: '\t', r: '\r' }[escaped] ?? escaped;
      } else content += text[at] ?? '';
    }
    json += JSON.stringify(content);
  }
  return parseJsonValue(json);
}
