/**
 * The ways in which a tool may write each thing of a text log, a table for each dimension. Rules are worked on with the `dev` half; the `held`
 * half has other ways and other words, so that it tells what such a rule is worth where nobody looked.
 */
import type { JsonObject } from '@tracewright/core';
import { drawBox, drawRule } from '../induce-shapes/boxes.ts';
import type { Made } from '../induce-shapes/shape.ts';

export type Half = 'dev' | 'held';

/** Ways by their names, for each half. */
type Halves<T> = Readonly<Record<Half, Readonly<Record<string, T>>>>;

/** What stands before the first line of whatever is logged. */
export type Prefix = (made: Made) => string;

export interface Words {
  readonly user: string;
  /** Undefined where the agent goes by its name. */
  readonly agent: string | undefined;
  readonly thought: string;
}

/** Who speaks, and what. */
export type Speech = (who: string, text: string) => string;

/** Log entries that tell a call; each has a prefix of its own. */
export type Calling = (tool: string, args: JsonObject) => readonly string[];

export interface Brought {
  readonly tool: string;
  readonly text: string;
  readonly failed: boolean;
  readonly seconds: string;
}

export type Bringing = (brought: Brought) => string;

export const NO_PREFIX: Prefix = () => '';

export const PREFIXES: Halves<Prefix> = {
  dev: {
    none: NO_PREFIX,
    clock: (made) => `[${made.time().slice(11, 19)}] `,
    logger: (made) => `${made.time().slice(0, 23).replace('T', ' ').replace('.', ',')} INFO agent.loop - `,
    level: () => '[INFO] ',
  },
  held: {
    none: NO_PREFIX,
    iso: (made) => `${made.time()} `,
    pipes: (made) => `${made.time().slice(0, 19).replace('T', ' ')} | INFO     | runner:step:88 | `,
    short: (made) => `INFO:${made.time().slice(11, 19)}: `,
  },
};

export const WORDS: Halves<Words> = {
  dev: {
    'User, Assistant': { user: 'User', agent: 'Assistant', thought: 'Thought' },
    'Human, AI': { user: 'Human', agent: 'AI', thought: 'Thinking' },
    'user, its name': { user: 'user', agent: undefined, thought: 'reasoning' },
    'You, Agent': { user: 'You', agent: 'Agent', thought: 'Reasoning' },
  },
  held: {
    'USER, AGENT': { user: 'USER', agent: 'AGENT', thought: 'THOUGHTS' },
    'Customer, Bot': { user: 'Customer', agent: 'Bot', thought: 'Plan' },
    'Client, its name': { user: 'Client', agent: undefined, thought: 'Reflection' },
    'me, model': { user: 'me', agent: 'model', thought: 'thinking' },
  },
};

export const SPEECHES: Halves<Speech> = {
  dev: {
    'Name: text': (who, text) => `${who}: ${text}`,
    '### Name': (who, text) => `### ${who}\n\n${text}`,
    '[Name] text': (who, text) => `[${who}] ${text}`,
    'NAME> text': (who, text) => `${who}> ${text}`,
    '--- Name ---': (who, text) => `--- ${who} ---\n${text}`,
    'name alone': (who, text) => `${who}\n${text}\n`,
    'titled rule': (who, text) => `${drawRule(who, 60, '─')}\n${text}`,
  },
  held: {
    '**Name**: text': (who, text) => `**${who}**: ${text}`,
    '## Name': (who, text) => `## ${who}:\n${text}`,
    '<Name>': (who, text) => `<${who}>\n${text}\n</${who}>`,
    '>>> Name': (who, text) => `>>> ${who}\n${text}`,
    'Name said:': (who, text) => `${who} said:\n${text}`,
    '(Name) text': (who, text) => `(${who}) ${text}`,
    boxed: (who, text) => drawBox(who, [text], 100).trimEnd(),
  },
};

export const CALLINGS: Halves<Calling> = {
  dev: {
    'Calling tool name with {}': (tool, args) => [`Calling tool ${tool} with ${JSON.stringify(args)}`],
    'Action:, Action Input:': (tool, args) => [`Action: ${tool}`, `Action Input: ${JSON.stringify(args)}`],
    '-> name {}': (tool, args) => [`-> ${tool} ${JSON.stringify(args)}`],
    'Tool:, Args:': (tool, args) => [`Tool: ${tool}\nArgs: ${JSON.stringify(args)}`],
    'heading, fence': (tool, args) => [`#### Tool call: ${tool}\n\n${fence(pretty(args), 'json')}`],
    'name({})': (tool, args) => [`Tool call: ${tool}(${JSON.stringify(args)})`],
    'indented arguments': (tool, args) => [`Using tool ${tool}\n${indent(pairs(args, ': '))}`],
    '⏺ name(k: v)': (tool, args) => [`⏺ ${tool}(${pairs(args, ': ').join(', ')})`],
  },
  held: {
    'name(k=v)': (tool, args) => [`Invoking ${tool}(${pairs(args, '=').join(', ')})`],
    'Running name: {}': (tool, args) => [`Running ${tool}: ${JSON.stringify(args)}`],
    '<tool_call>': (tool, args) => [
      `<tool_call>\n${JSON.stringify({ name: tool, arguments: args })}\n</tool_call>`,
    ],
    'Function:, Parameters:': (tool, args) => [`Function: ${tool}`, `Parameters: ${pretty(args)}`],
    '>> name {}': (tool, args) => [`>> ${tool} ${JSON.stringify(args)}`],
    'name, fence': (tool, args) => [`Executing \`${tool}\`:\n${fence(pretty(args), 'json')}`],
    'indented YAML': (tool, args) => [
      `tool: ${tool}\n  args:\n${indent(indent(pairs(args, ': ')).split('\n'))}`,
    ],
    '🔧 name(k=v)': (tool, args) => [`🔧 ${tool}(${pairs(args, '=').join(', ')})`],
  },
};

export const BRINGINGS: Halves<Bringing> = {
  dev: {
    'Observation: text': ({ text }) => `Observation: ${text}`,
    '<- text': ({ text }) => `<- ${text}`,
    'name returned: text': ({ tool, text }) => `${tool} returned: ${text}`,
    'Result:, indented': ({ text }) => `Result:\n${indent(text.split('\n'))}`,
    '[OK] text': ({ failed, text }) => `[${failed ? 'ERROR' : 'OK'}] ${text}`,
    'Tool name output:': ({ tool, text }) => `Tool ${tool} output:\n${text}`,
    'Result:, fence': ({ text }) => `Result:\n${fence(text)}`,
    '⎿ text': ({ text }) => `  ⎿ ${text.replaceAll('\n', '\n    ')}`,
  },
  held: {
    'Result: text': ({ text }) => `Result: ${text}`,
    '=> text': ({ text }) => `=> ${text}`,
    'Response from name: text': ({ tool, text }) => `Response from ${tool}: ${text}`,
    'Output:, indented': ({ text }) => `Output:\n${indent(text.split('\n'))}`,
    '✓ name (0.3s): text': ({ tool, failed, seconds, text }) =>
      `${failed ? '✗' : '✓'} ${tool} (${seconds}s): ${text}`,
    'name output, fence': ({ tool, text }) => `Output of ${tool}:\n${fence(text)}`,
    'name finished': ({ tool, failed, seconds, text }) =>
      `${tool} ${failed ? 'failed' : 'succeeded'} in ${seconds}s:\n${text}`,
    '<tool_response>': ({ text }) => `<tool_response>\n${text}\n</tool_response>`,
  },
};

/** What stands between what is logged, and between turns, by their number. */
export interface Separation {
  readonly entries: string;
  readonly turns: (turn: number) => string;
}

export const SEPARATIONS: Halves<Separation> = {
  dev: {
    none: { entries: '', turns: () => '' },
    'blank line': { entries: '\n', turns: () => '' },
    rule: { entries: '\n', turns: () => `${'-'.repeat(40)}\n\n` },
    'Step 3': { entries: '', turns: (turn) => `\nStep ${turn}\n` },
  },
  held: {
    'blank line': { entries: '\n', turns: () => '' },
    'blank before turn': { entries: '', turns: () => '\n' },
    '=====': { entries: '', turns: () => `${'='.repeat(60)}\n` },
    '== Iteration 3/20 ==': { entries: '\n', turns: (turn) => `== Iteration ${turn}/20 ==\n\n` },
  },
};

/** What the tool prints about itself. */
export interface Noise {
  readonly start?: (made: Made, model: string) => readonly string[];
  readonly turn?: (made: Made) => string;
  readonly end?: (made: Made) => readonly string[];
}

export const NOISES: Halves<Noise> = {
  dev: {
    none: {},
    banner: {
      start: (_made, model) => ['agentic 0.4.2 starting', `model: ${model}`, 'workspace: /workspace'],
      end: () => ['Done.'],
    },
    tokens: { turn: (made) => `Tokens: ${made.number(900, 9000)} in, ${made.number(10, 400)} out` },
    spinner: { turn: (made) => `⠋ Waiting for the model... (${made.number(1, 9)}.${made.number(0, 9)}s)` },
  },
  held: {
    none: {},
    banner: {
      start: (made, model) => [`runner v2.1 (${model})`, `Session id: ${made.uuid()}`, 'Loaded 7 tools'],
      end: (made) => [`Run finished: ${made.number(3, 30)} steps, ${made.number(1000, 90_000)} tokens`],
    },
    cost: {
      turn: (made) =>
        `[usage] prompt=${made.number(900, 9000)} completion=${made.number(10, 400)} cost=$0.0${made.number(10, 99)}`,
    },
    elapsed: { turn: (made) => `-- model answered after ${made.number(200, 9000)} ms` },
  },
};

function indent(lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n');
}

function fence(text: string, language: string = ''): string {
  return `\`\`\`${language}\n${text.replace(/\n$/, '')}\n\`\`\``;
}

function pretty(args: JsonObject): string {
  return JSON.stringify(args, null, 2);
}

function pairs(args: JsonObject, sign: string): string[] {
  return Object.entries(args).map(([name, value]) => `${name}${sign}${JSON.stringify(value)}`);
}

/** Ways of a page or a terminal, which no logger writes behind its prefix. */
export const LAID_OUT: ReadonlySet<string> = new Set([
  '### Name',
  '--- Name ---',
  'name alone',
  'titled rule',
  '**Name**: text',
  '## Name',
  '<Name>',
  '>>> Name',
  'boxed',
  'heading, fence',
  '⏺ name(k: v)',
  '⎿ text',
]);
