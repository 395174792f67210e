/** Documents that agents write while they run: a report of a job in Markdown, a buffer in Org mode. */
import type { JsonValue } from '@tracewright/core';
import {
  type Call,
  type CallWithId,
  expectSteps,
  firstEpisode,
  given,
  type Made,
  oneEach,
  plainText,
  resultText,
  tell,
  toolNames,
} from '../blind-2/kit.ts';

const FENCE = '```';

/** A heading a call, its result after an arrow where it is short, in a fence where it is not; what is said last stands again at the end. */
export const claudeActionReport = oneEach(
  'Claude Code Action on GitHub, summary of a job in Markdown',
  'text',
  ['coding', 'research', 'cluster', 'incident', 'analysis'],
  (conversation, made) => {
    const turns = firstEpisode(conversation).filter(({ by }) => by === 'agent');
    const blocks = tell(
      turns,
      () => '',
      () => [],
      (turn, calls) => [
        ...given(turn.text, (text) => `${text}\n\n`),
        ...calls.map(toReported),
        `*Token usage: ${made.number(3, 2000)} input, ${made.number(20, 400)} output*\n\n---\n\n`,
      ],
    );
    const cost = (made.number(300, 4000) / 10_000).toFixed(4);
    return {
      path: `summaries/${conversation.id}.md`,
      text: `## Claude Code Report\n\n### 🚀 System Initialization\n\n**Available Tools:** ${toolNames(conversation).length} tools loaded\n\n---\n\n${blocks.join('')}## ✅ Final Result\n\n${turns.at(-1)?.text ?? ''}\n\n---\n\n**Cost:** $${cost} | **Duration:** ${made.number(100, 900) / 10}s\n\n`,
      runs: [expectSteps(turns, { result: toIndented })],
    };
  },
);

function toReported({ call }: CallWithId): string {
  const isBare = Object.keys(call.arguments).length === 0;
  const parameters = isBare
    ? ''
    : `**Parameters:**\n${FENCE}json\n${JSON.stringify(call.arguments, null, 2)}\n${FENCE}\n\n`;
  return `### 🔧 \`${call.tool}\`\n\n${parameters}${toOutcome(call)}`;
}

function toOutcome(call: Call): string {
  const text = toIndented(call);
  if (call.failed === true) return `❌ **Error:** \`${text}\`\n\n`;
  if (text === '') return '*(No output)*\n\n';
  if (text.length < 100 && !text.includes('\n')) return `**→** ${text}\n\n`;
  return `**Result:**\n${FENCE}${toLanguage(call)}\n${text}\n${FENCE}\n\n`;
}

function toLanguage({ result }: Call): string {
  if (typeof result !== 'string') return 'json';
  return /^(from|import|def) /m.test(result) ? 'python' : 'text';
}

/** Values that are long stand over several lines. */
function toIndented({ result }: Call): string {
  if (typeof result === 'string') return result;
  const text = JSON.stringify(result);
  return text.length < 100 ? text : JSON.stringify(result, null, 2);
}

/** Headings for what is asked, blocks for thoughts and calls: a call is a list of Emacs Lisp, its result follows after an empty line. */
export const gptelOrg = oneEach(
  'gptel (Emacs), conversation with tools in an Org buffer',
  'text',
  ['refunds', 'analysis', 'library', 'intake', 'greenhouse'],
  (conversation, made) => {
    const blocks = tell(
      conversation.turns,
      () => `toolu_${made.token(24)}`,
      (text) => [`*** ${text}\n\n`],
      (turn, calls) => [
        ...given(turn.thought, (text) => `#+begin_reasoning\n${text}\n#+end_reasoning\n\n`),
        ...given(turn.text, (text) => `${toOrg(text)}\n\n`),
        ...calls.map(({ call }) => toToolBlock(call)),
      ],
    );
    return {
      path: `${conversation.id}.org`,
      text: `${toDrawer(conversation.system, conversation.model, toolNames(conversation), made)}${blocks.join('')}*** \n`,
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toDrawer(system: string, model: string, tools: readonly string[], made: Made): string {
  const bounds = [made.number(200, 400), made.number(500, 900)];
  return `:PROPERTIES:\n:GPTEL_MODEL: ${model}\n:GPTEL_BACKEND: Claude\n:GPTEL_SYSTEM: ${system.replaceAll('\n', String.raw`\n`)}\n:GPTEL_TOOLS: ${tools.join(' ')}\n:GPTEL_BOUNDS: ((response (${bounds.join(' ')})))\n:END:\n#+title: Chat\n\n`;
}

function toToolBlock(call: Call): string {
  const values = Object.values(call.arguments).map((value) => toLisp(value).replaceAll('\n', '⮐ '));
  const head = `(${[call.tool, ...values].join(' ')})`;
  const short = head.length > 72 ? `${head.slice(0, 66)} ...)` : head;
  return `#+begin_tool ${short}\n(:name ${JSON.stringify(call.tool)} :args ${toLisp(call.arguments)})\n\n${resultText(call)}\n#+end_tool\n\n`;
}

/** As `prin1` writes what `json-parse-string` read. */
function toLisp(value: JsonValue): string {
  if (value === null) return ':null';
  if (value === true) return 't';
  if (value === false) return ':json-false';
  if (typeof value === 'string') return `"${value.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`)}"`;
  if (typeof value === 'number') return plainText(value);
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(toLisp).join(' ')}]`;
  const members = Object.entries(value as Record<string, JsonValue>);
  return members.length === 0
    ? 'nil'
    : `(${members.map(([name, item]) => `:${name} ${toLisp(item)}`).join(' ')})`;
}

function toOrg(text: string): string {
  return text.replaceAll('**', '*').replaceAll(/`([^`\n]+)`/g, '=$1=');
}
