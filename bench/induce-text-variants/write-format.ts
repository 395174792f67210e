/** The scripted conversations in a format that was drawn, and the steps that stand in them. */
import type { AgentTurn, Call, Conversation } from '../induce-shapes/conversations.ts';
import {
  callsOf,
  expectSteps,
  make,
  pick,
  plainText,
  type Shape,
  speakerOf,
} from '../induce-shapes/shape.ts';
import type { TextFormat } from './draw-format.ts';

export function writeFormat(format: TextFormat): Shape {
  return {
    source: [...format.drawn].map(([dimension, name]) => `${dimension} ${name}`).join('; '),
    form: 'text',
    files: () =>
      pick(...format.conversations).map((conversation) => ({
        path: `${conversation.id}.log`,
        text: writeLog(format, conversation),
        runs: [expectSteps(conversation.turns, { textApart: format.placing === 'apart' })],
      })),
  };
}

function writeLog(format: TextFormat, conversation: Conversation): string {
  const { prefix, words, speech, separation, noise, tellsSystem } = format;
  const made = make(conversation);
  const log = (text: string): string => `${prefix(made)}${text}\n${separation.entries}`;
  const parts = (noise.start?.(made, conversation.model) ?? []).map((line) => `${prefix(made)}${line}\n`);
  if (tellsSystem) parts.push(log(speech(inCaseOf(words.user, 'System'), conversation.system)));
  for (const [index, turn] of conversation.turns.entries()) {
    parts.push(separation.turns(index + 1));
    if (turn.by === 'user') parts.push(log(speech(words.user, turn.text)));
    else parts.push(...agentEntries(format, turn, conversation, made).map(log));
    if (turn.by === 'agent' && noise.turn !== undefined) parts.push(log(noise.turn(made)));
  }
  parts.push(...(noise.end?.(made) ?? []).map((line) => `${prefix(made)}${line}\n`));
  return parts.join('');
}

function agentEntries(
  { words, speech, calling, bringing, placing, tellsThoughts }: TextFormat,
  turn: AgentTurn,
  conversation: Conversation,
  made: ReturnType<typeof make>,
): string[] {
  const who = words.agent ?? speakerOf(turn, conversation);
  const calls = callsOf(turn);
  const tell = (call: Call): readonly string[] => calling(call.tool, call.arguments);
  const bring = ({ tool, result, failed = false }: Call): string =>
    bringing({ tool, text: plainText(result), failed, seconds: `${made.number(0, 9)}.${made.number(1, 9)}` });
  const thought = tellsThoughts && turn.thought !== undefined ? [speech(words.thought, turn.thought)] : [];
  const says = turn.text !== undefined && (calls.length === 0 || placing !== 'alone');
  if (placing === 'inside' && calls.length > 0) {
    const inside = [...(turn.text === undefined ? [] : [turn.text]), ...calls.flatMap(tell)].join('\n');
    return [...thought, speech(who, inside), ...calls.map(bring)];
  }
  const said = says ? [speech(who, turn.text ?? '')] : [];
  return [...thought, ...said, ...calls.flatMap((call) => [...tell(call), bring(call)])];
}

/** As another word is written. */
function inCaseOf(like: string, word: string): string {
  if (like === like.toUpperCase()) return word.toUpperCase();
  return like === like.toLowerCase() ? word.toLowerCase() : word;
}
