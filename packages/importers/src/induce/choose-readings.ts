/** What a sample may be written in: containers to try, the likelier with the greater weight. */
import { isJsonObject, isTraceError, type JsonValue } from '@tracewright/core';
import { isSeparated } from './text-rules/find-separators.ts';
import type { TextRule } from './adapter/adapter.ts';
import { findBetween } from './text-rules/find-between.ts';
import { findPrefix } from './text-rules/find-prefix.ts';
import { induceAloneRule } from './text-rules/induce-alone-rule.ts';
import { induceBarRule } from './text-rules/induce-bar-rule.ts';
import { induceBlockRule } from './text-rules/induce-block-rule.ts';
import { induceLoggedRule } from './text-rules/induce-logged-rule.ts';
import { induceMarkRule } from './text-rules/induce-mark-rule.ts';
import { induceNotesRule } from './text-rules/induce-notes-rule.ts';
import { inducePrintedRule } from './text-rules/induce-printed-rule.ts';
import { inducePromptRule } from './text-rules/induce-prompt-rule.ts';
import { findListed } from './text-rules/find-listed.ts';
import { induceSentRule } from './text-rules/induce-sent-rule.ts';
import { induceReportRule } from './text-rules/induce-report-rule.ts';
import { induceSignRule } from './text-rules/induce-sign-rule.ts';
import { induceTemplateRule } from './text-rules/induce-template-rule.ts';
import { induceTextRule } from './text-rules/induce-text-rule.ts';
import { induceToldRule } from './text-rules/induce-told-rule.ts';
import { induceTokenRule } from './text-rules/induce-token-rule.ts';
import { induceVoiceRule } from './text-rules/induce-voice-rule.ts';
import { induceWordRule } from './text-rules/induce-word-rule.ts';
import type { Sample } from './induce.ts';
import { breaksAsYaml, parseDocument, type ReadingRule } from './containers/raw-document.ts';
import { plainLines } from './containers/plain-lines.ts';
import { AS_MEMBERS, findElementLists } from './containers/read-element-members.ts';
import { readPairLines } from './containers/read-pairs.ts';
import { hasControls, readRecording, readScreen } from './containers/read-screen.ts';
import { readTable } from './containers/read-table.ts';
import { ALL_TAGS, countTags } from './containers/read-tag-tree.ts';
import { takeOffPrefix, textOfLines } from './containers/take-off-prefix.ts';
import { readLabel, readRole } from './words/vocabulary.ts';

export interface Reading {
  readonly rule: ReadingRule;
  readonly weight: number;
}

const HEAD = 2_000_000;
/** Without what every record of a log may well begin with. */
const EACH_WEIGHT = 0.85;
/** Taken off one after another: of containers, of a runner, of a logger. */
const MAX_PREFIXES = 3;
const OPENED_WEIGHT = 0.7;
/** Of elements as a tree, where they may as well be members of objects. */
const TREE_WEIGHT = 0.8;

export function chooseReadings(samples: readonly Sample[]): Reading[] {
  const [first] = samples;
  if (first === undefined) return [];
  const recorded = samples.map(({ text }) => readRecording(text));
  if (recorded.every((text) => text !== undefined) || samples.every(({ text }) => hasControls(text))) {
    const shown = samples.map(({ path, text }, index) => ({
      path,
      text: readScreen(recorded[index] ?? text),
    }));
    return readingsOfLines(shown).map(({ rule, weight }) => ({ rule: { ...rule, screen: true }, weight }));
  }
  return readingsOfLines(samples);
}

/** Of the lines as they are, and without what stands before all of them; or without alone, where that says nothing. */
function readingsOfLines(written: readonly Sample[], depth: number = MAX_PREFIXES): Reading[] {
  const samples = written.map(({ path, text }) => ({ path, text: plainLines(text) }));
  const found =
    depth === 0 || samples.every(({ text }) => isJson(text))
      ? undefined
      : findPrefix(samples.map(({ text }) => text.slice(0, HEAD)).join('\n'));
  if (found === undefined) return readingsOf(samples);
  const { prefix, isSilent, isWithin } = found;
  const bare = samples.map(({ path, text }) => ({ path, text: textOfLines(takeOffPrefix(text, prefix)) }));
  const readings = readingsOfLines(bare, depth - 1).map(({ rule, weight }) => ({
    rule: { ...rule, prefix: [prefix, ...(rule.prefix ?? [])] },
    weight: isWithin ? weight : weight * EACH_WEIGHT,
  }));
  return isSilent ? readings : [...readingsOf(samples), ...readings];
}

/** A pattern made from odd lines may be refused: the other ways to read the text are not. */
function attemptRule<T>(make: () => T | undefined): T | undefined {
  try {
    return make();
  } catch (error) {
    if (isTraceError(error)) return undefined;
    throw error;
  }
}

function readingsOf(samples: readonly Sample[]): Reading[] {
  const [first] = samples;
  if (first === undefined) return [];
  const { text } = first;
  const start = text.trimStart();
  if (/^[[{]/.test(start)) {
    if (samples.every((sample) => isJson(sample.text))) return [{ rule: { container: 'json' }, weight: 1 }];
    const lines = shareOfValues(text);
    if (lines > 0.5) return [{ rule: { container: 'json-values' }, weight: 1 }];
  }
  if (shareOfValues(text) > 0.6) return [{ rule: { container: 'json-values' }, weight: 1 }];
  const lists = samples.every((sample) => isXml(sample.text))
    ? findElementLists(samples.map((sample) => wholeTags(sample.text)))
    : undefined;
  if (lists !== undefined)
    return [
      { rule: { container: 'tags', tags: [AS_MEMBERS, ...lists] }, weight: 1.1 },
      { rule: { container: 'tags', tags: [ALL_TAGS] }, weight: TREE_WEIGHT },
    ];
  const readings: Reading[] = [];
  const all = samples.map((sample) => sample.text.slice(0, HEAD)).join('\n');
  if (shareOfText(text) > 0.5)
    // Where values only open in a line, it may say whose they are.
    readings.push({
      rule: { container: 'json-values' },
      weight: /^(?:[ \t]*\{"|\{$)/m.test(text) ? 1 : OPENED_WEIGHT,
    });
  if (shareOfPairs(text) > 0.7) return [{ rule: { container: 'pairs' }, weight: 1 }];
  if (samples.every((sample) => readTable(sample.text.slice(0, HEAD)) !== undefined))
    readings.push({ rule: { container: 'table' }, weight: 1.1 });
  for (const { rule, weight } of chooseTextRules(all))
    readings.push({ rule: { container: 'text', text: rule }, weight });
  if (isXml(text)) readings.push({ rule: { container: 'tags', tags: [ALL_TAGS] }, weight: 1.1 });
  const tags = structuralTags(all);
  if (tags.length > 0)
    readings.push({ rule: { container: 'tags', tags }, weight: start.startsWith('<') ? 1 : 0.6 });
  if (isYaml(text)) readings.push({ rule: { container: 'yaml' }, weight: 1.1 });
  return readings;
}

interface Way {
  readonly induce: (text: string) => TextRule | undefined;
  readonly weight: number;
  /** Says itself where records end: nothing is looked for besides. */
  readonly isWhole?: boolean;
}

const WAYS: readonly Way[] = [
  { induce: inducePromptRule, weight: 0.8 },
  { induce: induceTokenRule, weight: 1.1 },
  { induce: induceSignRule, weight: 1.1, isWhole: true },
  { induce: induceBarRule, weight: 1.1, isWhole: true },
  { induce: inducePrintedRule, weight: 0.9, isWhole: true },
  { induce: induceToldRule, weight: 1, isWhole: true },
  { induce: induceSentRule, weight: 0.9, isWhole: true },
  { induce: induceLoggedRule, weight: 0.9, isWhole: true },
  { induce: induceMarkRule, weight: 0.9 },
  { induce: induceVoiceRule, weight: 0.8 },
  { induce: induceWordRule, weight: 0.9 },
  { induce: induceAloneRule, weight: 0.9 },
];
const WAYS_OF_BLOCKS: readonly Way[] = [
  { induce: induceReportRule, weight: 1 },
  { induce: induceNotesRule, weight: 1 },
  { induce: induceBlockRule, weight: 1 },
  { induce: induceTemplateRule, weight: 0.8, isWhole: true },
];

/** Ways to read a text as records that headers begin. */
export function chooseTextRules(text: string): { readonly rule: TextRule; readonly weight: number }[] {
  const all = plainLines(text);
  const rules: { rule: TextRule; weight: number }[] = [];
  const add = (written: TextRule, weight: number): void => {
    const told = { ...written, ...findListed(all, written) };
    const rule = isSeparated(all, told) ? { ...told, separated: true } : told;
    rules.push({ rule, weight });
  };
  const attempt = (ways: readonly Way[]): ReadonlySet<Way['induce']> => {
    const made = new Set<Way['induce']>();
    for (const { induce, weight, isWhole = false } of ways) {
      const written = attemptRule(() => induce(all));
      if (written === undefined) continue;
      made.add(induce);
      if (isWhole) rules.push({ rule: written, weight });
      else add(written, weight);
    }
    return made;
  };
  const made = attempt(WAYS);
  // Who asks without a word of it: labels in what is said are no structure.
  const rule = made.has(induceVoiceRule) ? undefined : attemptRule(() => induceTextRule(all));
  if (rule !== undefined) add(rule, 0.9);
  // Lines of a log begin with its prefix: what else looks like a header stands in what was logged.
  if (rule?.lines !== undefined && rule.headers.length > 0) add({ ...rule, headers: [] }, 0.9);
  attempt(WAYS_OF_BLOCKS);
  return rules.map(({ rule: own, weight }) => {
    const between = own.meant === undefined && !hasHeaders(own) ? [] : findBetween(all, own);
    return { rule: between.length === 0 ? own : { ...own, between }, weight };
  });
}

function hasHeaders({ headers, lines = [] }: TextRule): boolean {
  return headers.length + lines.length > 0;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Share of the text that JSON values make up. */
function shareOfValues(text: string): number {
  const head = text.slice(0, HEAD);
  if (!/^(?:data:)?[ \t]*[[{]/m.test(head)) return 0;
  const { root, problems } = parseDocument('', head, { container: 'json-values' });
  if (!Array.isArray(root) || (root as readonly JsonValue[]).length === 0) return 0;
  const broken = problems.reduce((sum, { count }) => sum + count, 0);
  // Lists of records may follow one another, too, as pages of a whole.
  const values = (root as readonly JsonValue[]).filter(
    (value) =>
      isJsonObject(value) ||
      (Array.isArray(value) && value.length > 0 && (value as readonly JsonValue[]).every(isJsonObject)),
  ).length;
  return values / (values + broken);
}

/** Share of the characters that JSON values make up, blanks left aside: records among what else was printed. */
function shareOfText(text: string): number {
  const head = text.slice(0, HEAD);
  const { root } = parseDocument('', head, { container: 'json-values' });
  const values = (Array.isArray(root) ? (root as readonly JsonValue[]) : []).filter(isJsonObject);
  const all = withoutBlanks(head).length;
  return all === 0
    ? 0
    : values.reduce((sum, value) => sum + withoutBlanks(JSON.stringify(value)).length, 0) / all;
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** The head of a text, which breaks off before a tag. */
function wholeTags(text: string): string {
  return text.length <= HEAD ? text : text.slice(0, text.lastIndexOf('<', HEAD));
}

/** One element around everything, and little text between its tags that is none of its elements'. */
function isXml(text: string): boolean {
  const root =
    /^\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<!--[^]{0,2000}?-->\s*){0,8}<([A-Za-z_][\w.:-]{0,60})[\s>]/.exec(
      text.slice(0, 20_000),
    )?.[1];
  return root !== undefined && text.trimEnd().endsWith(`</${root}>`);
}

function shareOfPairs(text: string): number {
  const lines = readPairLines(text.slice(0, 200_000));
  return lines.length < 2 ? 0 : lines.filter(({ value }) => value !== undefined).length / lines.length;
}

/** YAML that is more than a list of words or a transcript that happens to parse. */
function isYaml(text: string): boolean {
  if (!/^(?:---|- |[\w"'.-]{1,60}:(?: |$))/m.test(text.slice(0, 20_000))) return false;
  try {
    if (breaksAsYaml(text)) return false;
    const { root, problems } = parseDocument('', text.slice(0, HEAD), { container: 'yaml' });
    if (problems.length > 0) return false;
    const hasList = (value: JsonValue, depth: number): boolean =>
      Array.isArray(value)
        ? (value as readonly JsonValue[]).filter(isJsonObject).length >= 1
        : isJsonObject(value) && depth > 0 && Object.values(value).some((inner) => hasList(inner, depth - 1));
    return hasList(root, 4);
  } catch {
    return false;
  }
}

/** Tags that the field has a word for, and those that stand around them. */
function structuralTags(text: string): string[] {
  const counts = countTags(text);
  const known = [...counts.keys()].filter(
    (tag) => readLabel(tag) !== undefined || readRole(tag) !== undefined,
  );
  if (known.length < 2) return [];
  const around = [...counts.keys()].filter((tag) =>
    /^(?:turn|step|message|event|entry|run|trajectory|trace|log|record|item|conversation|dialogue|episode|steps|messages|events|session|content|name|arguments|args|input|output|parameters|text|body|role|time|timestamp|status)$/i.test(
      tag,
    ),
  );
  return [...new Set([...known, ...around])];
}
