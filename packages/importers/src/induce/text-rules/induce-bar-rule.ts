/**
 * A prompt whose template writes who speaks in signs with bars, wherever lines break: `<|user|>Is it dry?<|assistant|>`, with what is
 * called and what came back between signs that begin and end it. What stands outside of them is the reply, what stands before the first
 * of them the system's words.
 */
import type { SignedPart, TextRule } from '../adapter/adapter.ts';
import { quotePattern } from '../adapter/patterns.ts';
import { normaliseName, readLabel, readRole } from '../words/vocabulary.ts';

const MAX_TEXT = 1_000_000;
/** Also with the wide bars and the low lines that some tokenizers write. */
const SIGN = /<[|｜]([\p{L}][\p{L}\p{N}_▁ -]{0,40})[|｜]>/gu;
const END = /<\/?(?:s|eos|bos)>/g;
const LEAST = 2;
const MOST = 30;
const EDGE = /_(begin|start|end|stop)$/;

/** Undefined unless signs say that somebody asks and somebody answers, and little stands before the first. */
export function induceBarRule(text: string): TextRule | undefined {
  const head = text.slice(0, MAX_TEXT);
  const found = [...head.matchAll(SIGN)].map(({ 0: sign, 1: name = '' }) => ({
    sign,
    name: normaliseName(name),
  }));
  const names = new Map(found.map(({ sign, name }) => [sign, name]));
  if (names.size < LEAST || names.size > MOST || !/^\s*<[|｜]/.test(head)) return undefined;
  const ends = new Map([...names].map(([sign, name]) => [name, sign]));
  const parts = [...names].flatMap(([sign, name]): readonly SignedPart[] => {
    const edge = EDGE.exec(name)?.[1];
    if (edge === 'end' || edge === 'stop') return [];
    const label = name.replace(EDGE, '');
    if (edge === undefined) return isSpeaker(label) ? [{ opens: sign, label }] : [];
    const closes = ends.get(`${label}_end`) ?? ends.get(`${label}_stop`);
    const { as } = readLabel(label) ?? {};
    // "tool_calls_begin" stands around those of the calls.
    const isList = [...names.values()].some(
      (other) => other === `${label.replace(/s$/, '')}_${edge}` && other !== name,
    );
    return closes === undefined || isList || (as !== 'call' && as !== 'result')
      ? []
      : [{ opens: withKind(head, sign), closes, label }];
  });
  const speaks = (role: 'user' | 'agent'): boolean =>
    parts.some(
      ({ opens, label }) =>
        readRole(label) === role && found.filter(({ sign }) => sign === opens).length >= LEAST,
    );
  if (!speaks('user') || !speaks('agent')) return undefined;
  const first = found[0]?.sign ?? '';
  const isFirst = parts.every(({ opens }) => !opens.startsWith(first));
  const signs = isFirst ? [{ opens: first, label: 'system' }, ...parts] : parts;
  const closing = [...new Set([...names.keys(), ...(head.match(END) ?? [])])].filter(
    (sign) => !signs.some(({ opens, closes }) => opens.startsWith(sign) || closes === sign),
  );
  return { headers: [], skipFences: false, signs, ...(closing.length === 0 ? {} : { closing }) };
}

/** "tool" speaks; "tool_sep" only stands in what is called. */
function isSpeaker(label: string): boolean {
  const role = readRole(label);
  return role === 'tool' || role === 'environment' ? !label.includes('_') : role !== undefined;
}

/** `<|tool_call_begin|>function<|tool_sep|>`: one word of the field between signs, always the same, is a part of the sign. */
function withKind(text: string, sign: string): string {
  const behind = new RegExp(
    `${quotePattern(sign)}(?:([\\p{L}_]{1,30})(<[|｜][^<>|｜\\n]{1,40}[|｜]>))?`,
    'gu',
  );
  const kinds = new Set(
    [...text.matchAll(behind)].map(([, kind = '', next = '']) =>
      readRole(kind) === undefined ? '' : `${kind}${next}`,
    ),
  );
  const [only = '', ...others] = kinds;
  return others.length === 0 ? `${sign}${only}` : sign;
}
