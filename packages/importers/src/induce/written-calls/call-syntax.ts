/**
 * Tool calls that stand in text: the few ways in which agents write them. Every reader is linear in the text (positions are
 * found with `indexOf` and with patterns tied to a place) and takes nothing that it does not understand.
 */
import { closesFence, fenceOf } from './fences.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import type { CallSyntax } from '../adapter/adapter.ts';
import { canonicalName } from '../words/vocabulary.ts';
import { readAnswer } from './read-answer.ts';
import { readAttributes } from './read-attributes.ts';
import { readBullets } from './read-bullets.ts';
import { readGiven } from './read-given-object.ts';
import { readIdentified } from './read-identified.ts';
import { readNamedTags } from './read-named-tags.ts';
import { readOutline } from './read-outline.ts';
import { readParameters } from './read-parameters.ts';
import { parseJson, parsePython, readScalar } from './read-scalar.ts';
import { MAX_TEXT, splitThought, type TextCall, type TextWithCalls } from './text-call.ts';

/** Tags of calls that hold none, after which a text is no longer looked through. */
const MAX_UNREAD = 200;
const TOOL_NAME = /^[\p{L}_][\w.:/-]{0,79}$/u;

const READERS: Readonly<Record<CallSyntax, (text: string) => TextWithCalls | undefined>> = {
  labels: readLabelled,
  attributes: readAttributes,
  tags: readTags,
  'named-tags': readNamedTags,
  outline: readOutline,
  identified: readIdentified,
  answer: readAnswer,
  'fenced-json': (text) =>
    readFences(text, (language, body) =>
      /^(?:json|tool_call|tool|action)?$/.test(language) ? readJsonCall(body) : undefined,
    ),
  json: (text) => {
    const call = readJsonCall(text);
    return call === undefined ? undefined : { text: '', thought: call.thought, calls: [call] };
  },
  'fenced-command': (text) =>
    readFences(text, (language, body) => {
      if (/^(?:bash|sh|shell|zsh|console|cmd|powershell|mswea_bash_command)$/.test(language))
        return { tool: 'bash', arguments: { command: body }, thought: '' };
      if (/^(?:python|py|python3|ipython)$/.test(language))
        return { tool: 'python', arguments: { code: body }, thought: '' };
      return undefined;
    }),
  brackets: (text) => readLine(text, /^([\p{L}_][\w.-]{0,79})\[([^\n]*)\]$/u, (inner) => inner),
  parentheses: (text) =>
    readObjectCall(text) ??
    readCallLines(text) ??
    readLine(text, /^([\p{L}_][\w.]{0,79})\(([^\n]*)\)$/u, readParameters),
  'named-member': (text) => {
    const call = readNamedMember(parseJson(text.trim()));
    return call === undefined ? undefined : { text: '', thought: '', calls: [call] };
  },
  'name-json': (text) => {
    const match = NAMED_PAIRS.exec(text.trim()) ?? NAME_BEFORE.exec(text.trim());
    const written = unfence(text.trim().slice(match?.[0].length ?? 0));
    const args =
      match === null
        ? undefined
        : (parseJson(written) ?? (match[2] === undefined ? undefined : parsePython(written)));
    return args === undefined
      ? undefined
      : { text: '', thought: '', calls: [{ tool: match?.[1] ?? '', arguments: args }] };
  },
  name: (text) => {
    const call = readCall(text);
    return call === undefined ? undefined : { text: '', thought: '', calls: [call] };
  },
  'command-name': (text) => {
    const name = readCommandName(text);
    return name === undefined
      ? undefined
      : { text: '', thought: '', calls: [{ tool: name, arguments: text }] };
  },
  command: (text) =>
    text.trim() === ''
      ? undefined
      : { text: '', thought: '', calls: [{ tool: 'bash', arguments: { command: unfence(text) } }] },
  code: (text) =>
    text.trim() === ''
      ? undefined
      : { text: '', thought: '', calls: [{ tool: 'python', arguments: { code: unfence(text) } }] },
};

/** The calls in a text, by the first syntax that finds any; undefined when none does. An answer may hold words alone. */
export function readCallsInText(text: string, syntaxes: readonly CallSyntax[]): TextWithCalls | undefined {
  if (text.length > MAX_TEXT) return undefined;
  for (const syntax of syntaxes) {
    const found = READERS[syntax](text);
    if (found !== undefined && (found.calls.length > 0 || syntax === 'answer')) return found;
  }
  return undefined;
}

/** `{"click": {"index": 3}}`: the name of the one member is the tool. */
export function readNamedMember(value: JsonValue | undefined): TextCall | undefined {
  if (value === undefined || !isJsonObject(value)) return undefined;
  const members = Object.entries(value).filter(([, inner]) => inner !== null);
  const [only, ...others] = members;
  if (only === undefined || others.length > 0 || !TOOL_NAME.test(only[0])) return undefined;
  const given = typeof only[1] === 'string' && only[1].startsWith('{') ? parseJson(only[1]) : only[1];
  return given === undefined || !isJsonObject(given) ? undefined : { tool: only[0], arguments: given };
}

/** The inside of a text that is one fenced block; else the text. */
export function unfence(text: string): string {
  const lines = text.trim().split('\n');
  const fence = /^[`~]{3,}[\w-]{0,30}$/.test(lines[0]?.trim() ?? '') ? fenceOf(lines[0] ?? '') : undefined;
  const isFenced = lines.length >= 2 && fence !== undefined && closesFence(fence, lines.at(-1) ?? '');
  return isFenced ? lines.slice(1, -1).join('\n') : text;
}

const LABEL =
  /^[*#\s]{0,6}(thought|thinking|reasoning|plan|action|tool|command|action input|tool input|input|arguments|args|parameters|observation|final answer|answer|response)[*\s]{0,4}(?:\d{1,4})?[*\s]{0,3}:[*]{0,2} ?/i;

/** `search {"q": 1}`, `'search' with arguments: {'q': 1}`; the object may stand in a fence below. */
const NAME_BEFORE =
  /^['"`*]{0,2}([\p{L}_][\w.:/-]{0,79})['"`*]{0,2}( with (?:the )?(?:arguments?|args|inputs?|param(?:eter)?s))?:?\s{0,4}(?=[[{]|```)/u;

/** `COMMAND = search ARGUMENTS = {'q': 1}`, `tool: search, input: {"q": 1}`. */
const NAMED_PAIRS =
  /^(?:tool|command|action|function|name) ?[=:] ?["'`]?([\p{L}_][\w.:/-]{0,79})["'`]?[,;]?\s{1,4}(arguments|args|inputs?|param(?:eter)?s) ?[=:]\s{0,4}(?=[[{])/iu;

/** `find_file "a.py" src`: the command's name, where it is none of the shell. */
export function readCommandName(text: string): string | undefined {
  const name = /^([a-z][a-z_]{1,40})(?=\s|$)/.exec(text.trimStart())?.[1];
  return name === undefined || SHELL.has(name) ? undefined : name;
}

/** `Thought: ... Action: tool` and `Action Input: ...` on lines of their own, as ReAct prompts ask for. */
function readLabelled(text: string): TextWithCalls | undefined {
  const sections: { label: string; body: string[] }[] = [{ label: '', body: [] }];
  for (const line of text.split('\n')) {
    const match = LABEL.exec(line.slice(0, 60));
    if (match?.[1] === undefined) sections.at(-1)?.body.push(line);
    else sections.push({ label: match[1].toLowerCase(), body: [line.slice(match[0].length)] });
  }
  const texts: string[] = [];
  const thoughts: string[] = [];
  const calls: { tool: string; arguments: JsonValue }[] = [];
  for (const { label, body } of sections) {
    const content = body.join('\n').trim();
    if (/^(?:thought|thinking|reasoning|plan)$/.test(label)) thoughts.push(content);
    else if (/^(?:action|tool|command)$/.test(label)) {
      const call = readCall(content);
      if (call !== undefined) calls.push(call);
    } else if (/input$|^(?:arguments|args|parameters)$/.test(label)) {
      const last = calls.at(-1);
      if (last !== undefined) last.arguments = readArgumentsText(content);
    } else if (label === 'observation') break;
    else if (content !== '') texts.push(content);
  }
  return calls.length === 0 ? undefined : { text: texts.join('\n'), thought: thoughts.join('\n'), calls };
}

/** A call in a short text of its own: any of the syntaxes, else the bare name of a tool. */
export function readCall(
  text: string,
  hasTags: boolean = true,
): { tool: string; arguments: JsonValue } | undefined {
  const bare = unfence(text)
    .trim()
    // "`search` (of: `shop`)": where it is from is no part of the name.
    .replace(/^(`|\*\*|__)([^`*]*)\1(?: \([^()\n]{1,80}\))?$/, '$2')
    // "running search..."
    .replace(/(?<=\w)(?:\.{3}|…)$/, '');
  const syntaxes: readonly CallSyntax[] = ['json', 'name-json', 'parentheses', 'brackets'];
  const found = readCallsInText(bare, hasTags ? [...syntaxes, 'tags'] : syntaxes)?.calls[0];
  if (found !== undefined) return { ...found };
  if (TOOL_NAME.test(bare)) return { tool: bare, arguments: {} };
  // "Search the web" as the tool's title.
  if (bare.length <= 40 && /^[A-Z][\w ]*$/.test(bare)) return { tool: bare, arguments: {} };
  return undefined;
}

/** Arguments as text: JSON (also fenced, also with a Python reading of it), `name=value` pairs, or the text itself. */
export function readArgumentsText(text: string): JsonValue {
  const bare = unfence(text).trim();
  return parseJson(bare) ?? parsePython(bare) ?? readTagParameters(bare) ?? readBullets(bare) ?? bare;
}

interface JsonCall extends TextCall {
  readonly thought: string;
}

const NAME_KEYS = [
  'name',
  'tool',
  'tool_name',
  'function',
  'action',
  'function_name',
  'action_name',
  'command',
];
const ARGUMENT_KEYS = [
  'arguments',
  'args',
  'parameters',
  'params',
  'input',
  'action_input',
  'tool_input',
  'tool_args',
  'kwargs',
];
/** What a shell runs, as far as agents use it. */
const SHELL: ReadonlySet<string> = new Set(
  (
    'alias apt awk bash bc brew bundle bunzip cargo cat cd chmod chown clang cmake cmp comm conda cp curl cut date dd df diff dig ' +
    'docker dotnet du echo egrep env eval exec exit export expr false ffmpeg fgrep file find for gcc gdb gem gh git go gradle grep ' +
    'gunzip gzip head help history hostname id if ifconfig ip java javac jq kill kubectl less ln local locate logout ls lsof make man ' +
    'md mkdir mktemp more mv mvn mysql nano nc netstat nice nl nmap node nohup npm npx nslookup od openssl passwd paste patch perl php ' +
    'ping pip pipenv pkill pnpm poetry popd printenv printf ps psql pushd pwd pytest python rake read readlink realpath redis rg rm rmdir rsync ' +
    'ruby rustc scp screen sed select seq service set sh shasum sleep sort source sqlite ss ssh stat strings su sudo swift ' +
    'systemctl tail tar tcpdump tee telnet test time timeout tmux top touch tox tr tree true ts type uname uniq unset unzip uv vi vim ' +
    'virtualenv wait watch wc wget whereis which while who whoami xargs xxd yarn yes yum zip zsh'
  ).split(' '),
);
const THOUGHT_KEYS = ['thought', 'thoughts', 'reasoning', 'rationale', 'thinking'];

function readJsonCall(text: string): JsonCall | undefined {
  const written = text.trim();
  const value = parseJson(written);
  if (isJsonObject(value)) return readCallObject(value);
  const quoted = QUOTED_ARGUMENTS.exec(written.slice(0, 200));
  const args =
    quoted !== null && written.endsWith("'}") ? parseJson(written.slice(quoted[0].length, -2)) : undefined;
  return args === undefined ? undefined : { tool: quoted?.[1] ?? '', arguments: args, thought: '' };
}

/** `{"name": "ls", "arguments": '{"path": "."}'}`: JSON in quotes that JSON does not have. */
const QUOTED_ARGUMENTS =
  /^\{\s{0,4}"name":\s{0,4}"([\p{L}_][\w.:/-]{0,79})",\s{0,4}"(?:arguments|parameters)":\s{0,4}'(?=[{[])/u;

/** `{"name", "arguments"}` under any of the usual names, also one level down. */
export function readCallObject(object: JsonObject): JsonCall | undefined {
  const canonical = Object.entries(object).map(([name, inner]) => [canonicalName(name), inner] as const);
  const value: JsonObject = { ...Object.fromEntries(canonical), ...object };
  const thought = THOUGHT_KEYS.map((key) => value[key]).find((inner) => typeof inner === 'string');
  for (const key of NAME_KEYS) {
    const named = value[key];
    if (isJsonObject(named)) {
      const inner = readCallObject(named);
      if (inner !== undefined)
        return { ...inner, thought: typeof thought === 'string' ? thought : inner.thought };
    }
    if (typeof named !== 'string' || !TOOL_NAME.test(named)) continue;
    const argumentKey = ARGUMENT_KEYS.find((name) => value[name] !== undefined);
    if (argumentKey === undefined) continue;
    const args = value[argumentKey] ?? null;
    return {
      tool: named,
      arguments: typeof args === 'string' ? readArgumentsText(args) : args,
      thought: typeof thought === 'string' ? thought : '',
    };
  }
  return undefined;
}

function readFences(
  text: string,
  read: (language: string, body: string) => JsonCall | undefined,
): TextWithCalls | undefined {
  const outside: string[] = [];
  const calls: TextCall[] = [];
  let thought = '';
  let fence: { language: string; body: string[] } | undefined;
  for (const line of text.split('\n')) {
    const mark = /^\s{0,3}`{3,}([\w-]{0,30})\s*$/.exec(line.slice(0, 60));
    if (fence === undefined) {
      if (mark === null) outside.push(line);
      else fence = { language: mark[1] ?? '', body: [] };
    } else if (mark !== null && mark[1] === '') {
      const call = read(fence.language, fence.body.join('\n'));
      if (call === undefined) outside.push(`\`\`\`${fence.language}`, ...fence.body, '```');
      else {
        calls.push({ tool: call.tool, arguments: call.arguments });
        thought ||= call.thought;
      }
      fence = undefined;
    } else fence.body.push(line);
  }
  if (fence !== undefined) outside.push(`\`\`\`${fence.language}`, ...fence.body);
  return calls.length === 0 ? undefined : { text: outside.join('\n').trim(), thought, calls };
}

const CALL_TAG =
  /(?<!<)<(tool_call|function_call|tool_use|toolcall|functioncall|tool|action|invoke|function|execute_bash|execute|bash|command|execute_ipython|python|code)((?:=[\w.:/-]{1,80})|(?:\s[^<>\n]{0,200})?)>(?!>)/giu;

/** `<tool_call>{...}</tool_call>`, `<invoke name="x"><parameter name="a">1</parameter></invoke>`, `<function=x><parameter=a>1</parameter></function>`, `<bash>ls</bash>`. */
function readTags(text: string): TextWithCalls | undefined {
  const calls: TextCall[] = [];
  const outside: string[] = [];
  let from = 0;
  let unread = 0;
  CALL_TAG.lastIndex = 0;
  for (let match = CALL_TAG.exec(text); match !== null; match = CALL_TAG.exec(text)) {
    const [all, tag = '', rest = ''] = match;
    const start = match.index + all.length;
    const end = text.indexOf(`</${tag}`, start);
    const inside = text.slice(start, end === -1 ? text.length : end);
    const call = readTag(tag.toLowerCase(), rest, inside);
    // A list of calls: its elements come next.
    if (call === undefined) {
      if ((unread += 1) > MAX_UNREAD) break;
      continue;
    }
    calls.push(call);
    outside.push(text.slice(from, match.index));
    const close = end === -1 ? -1 : text.indexOf('>', end);
    from = close === -1 ? text.length : close + 1;
    CALL_TAG.lastIndex = from;
  }
  if (calls.length === 0) return undefined;
  outside.push(text.slice(from));
  const rest = outside.join('').replaceAll(/<\/?(?:tool_calls|function_calls|actions)>/gi, '');
  return { ...splitThought(rest), calls };
}

/** What a template of prompts puts behind what was said. */
const END_OF_TURN = /(?:<\|[a-z_]{1,30}\|>|<\/s>)\s{0,8}$/;

function readTag(tag: string, rest: string, inside: string): TextCall | undefined {
  const name =
    /^=([\w.:/-]+)/.exec(rest)?.[1] ?? /\b(?:name|tool|type)\s?=\s?["']([^"'<>]{1,80})["']/.exec(rest)?.[1];
  if (name !== undefined)
    return { tool: name, arguments: readTagParameters(inside) ?? readArgumentsText(inside) };
  if (/^(?:execute_bash|bash|command|execute)$/.test(tag))
    return { tool: 'bash', arguments: { command: inside.trim() } };
  if (/^(?:execute_ipython|python|code)$/.test(tag))
    return { tool: 'python', arguments: { code: inside.trim() } };
  // Tags in it come next by themselves; one that is never closed ends with the turn.
  return readCall(inside.replace(END_OF_TURN, '').trim(), false);
}

const PARAMETER = /<(?:parameter|param|arg|argument)(?:=|\s{1,4}name=)["']?([\w.:-]{1,80})["']?\s{0,4}>/giu;
const PLAIN_PARAMETER = /<([A-Za-z_][\w-]{0,79})>/g;

/** Parameters as tags: named by an attribute, or by the tag itself. */
export function readTagParameters(text: string): JsonObject | undefined {
  const read = (pattern: RegExp, closing: (name: string, all: string) => string): JsonObject | undefined => {
    const members: [string, JsonValue][] = [];
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const [all, name = ''] = match;
      const start = match.index + all.length;
      const end = text.indexOf(closing(name, all), start);
      if (end === -1) continue;
      members.push([name, readScalar(text.slice(start, end).replace(/^\n/, '').replace(/\n$/, ''))]);
      pattern.lastIndex = end;
    }
    return members.length === 0 ? undefined : Object.fromEntries(members);
  };
  const named = read(PARAMETER, (_name, all) => `</${/^<(\w+)/.exec(all)?.[1] ?? ''}>`);
  if (named !== undefined) return named;
  return text.trimStart().startsWith('<') ? read(PLAIN_PARAMETER, (name) => `</${name}>`) : undefined;
}

/** A call that is the text's only or last line: `search[red kettle]`, `click(12)`. */
function readLine(
  text: string,
  pattern: RegExp,
  readInner: (inner: string) => JsonValue,
): TextWithCalls | undefined {
  const lines = unfence(text).trim().split('\n');
  const last = (lines.pop() ?? '').trim().replace(/^(?:action|tool)(?: \d{1,4})?: ?/i, '');
  if (last.length > 20_000) return undefined;
  const match = pattern.exec(last);
  if (match?.[1] === undefined) return undefined;
  return {
    ...splitThought(lines.join('\n')),
    calls: [{ tool: match[1], arguments: readInner(match[2] ?? '') }],
  };
}

const CALL_OPENING = /^([\p{L}_][\w.]{0,79})\(\s{0,40}(?=\{)/u;

/** `act({...}).`: an object over several lines, and nothing else but what ends a sentence. */
function readObjectCall(text: string): TextWithCalls | undefined {
  const written = unfence(text).trim();
  const [opening = '', tool = ''] = CALL_OPENING.exec(written.slice(0, 200)) ?? [];
  const given = opening === '' ? undefined : readGiven(written.slice(opening.length));
  return given === undefined || !/^[.;]?$/.test(given.rest)
    ? undefined
    : { text: '', thought: '', calls: [{ tool, arguments: given.given }] };
}

const CALL_LINE = /^(?:[-*•] |\d{1,3}[.)] )?([\p{L}_][\w.]{0,79})\(([^\n]*)\)$/u;

/** Several calls, one a line (`• search(q=1)`), and nothing but what is said before them. */
function readCallLines(text: string): TextWithCalls | undefined {
  const lines = unfence(text).trim().split('\n');
  const calls: TextCall[] = [];
  let said = lines.length;
  while (said > 0) {
    const line = lines[said - 1]?.trim() ?? '';
    const [, tool = '', inner = ''] = (line.length > 20_000 ? null : CALL_LINE.exec(line)) ?? [];
    if (line !== '' && tool === '') break;
    if (line !== '') calls.push({ tool, arguments: readParameters(inner) });
    said -= 1;
  }
  // A last line alone may have a label: see `readLine`.
  if (calls.length === 0 || (said > 0 && calls.length < 2)) return undefined;
  return { ...splitThought(lines.slice(0, said).join('\n')), calls: calls.toReversed() };
}
