/** Layouts that were written when induction had been worked on with those of render-records.ts, each as a function from a conversation to its records. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { AgentTurn, Call, Conversation, Turn } from '../induce-shapes/conversations.ts';
import { callsOf, episodes, expectSteps, make, type Made, resultText } from '../induce-shapes/shape.ts';
import { expectAnswers, replyOf } from './answers.ts';
import type { FurtherLayout, Variant } from './draw-variant.ts';
import type { Rendered } from './render-records.ts';

interface Job {
  readonly turns: readonly Turn[];
  readonly agent: string;
  readonly variant: Variant;
  readonly made: Made;
}

const WRITERS: Readonly<Record<FurtherLayout, (job: Job) => Rendered>> = {
  turns: writeTurns,
  parts: writeParts,
  deltas: writeDeltas,
  actions: writeActions,
  addressed: writeAddressed,
  tree: writeTree,
  requests: writeRequests,
  keyed: writeKeyed,
};

export function renderFurther(conversation: Conversation, variant: Variant, layout: FurtherLayout): Rendered {
  const { turns, agent } = conversation;
  return WRITERS[layout]({ turns, agent, variant, made: make(conversation) });
}

/** A record for each question, with a step below it for each answer of the model, with its calls and what they brought. */
function writeTurns(job: Job): Rendered {
  const { names } = job.variant;
  const records = episodes(job.turns).map((episode) => {
    const steps = answersOf(episode).filter(({ calls = [] }) => calls.length > 0);
    return stamp(job, {
      [names.task]: questionOf(episode),
      [/^steps$/i.test(names.records) ? 'iterations' : 'steps']: steps.map((turn) => ({
        ...thoughtOf(job, turn),
        [names.calls]: callsOf(turn).map((call) => ({ ...given(job, call), ...brought(job, call) })),
      })),
      [names.reply]: replyOf(episode) ?? null,
    });
  });
  return { records, steps: expectAnswers(job.turns) };
}

/** Messages of which a part is a call with what it brought. */
function writeParts(job: Job): Rendered {
  const { names, roles, kinds, states } = job.variant;
  const records = job.turns.map((turn) =>
    stamp(job, {
      [names.role]: turn.by === 'user' ? roles.user : roles.agent,
      parts: [
        ...(turn.text === undefined ? [] : [{ [names.kind]: 'text', text: turn.text }]),
        ...callsOf(turn).map((call) => ({
          [names.kind]: kinds.joined,
          [names.callId]: callId(job),
          [names.status]: call.failed === true ? states.failed : states.done,
          ...given(job, call),
          ...brought(job, call),
        })),
      ],
    }),
  );
  return { records, steps: expectSteps(job.turns) };
}

/** Events; what the agent says comes piece by piece before it comes whole. */
function writeDeltas(job: Job): Rendered {
  const { names, kinds } = job.variant;
  const event = (kind: string, members: JsonObject): JsonObject =>
    stamp(job, { [names.kind]: kind, ...members });
  const records = job.turns.flatMap((turn) => {
    if (turn.by === 'user') return [event(kinds.user, { [names.text]: turn.text })];
    const text = turn.text ?? '';
    const third = Math.ceil(text.length / 3);
    const pieces = [0, 1, 2].map((part) => text.slice(part * third, (part + 1) * third));
    return [
      ...pieces.filter((piece) => piece !== '').map((delta) => event(`${kinds.agent}_delta`, { delta })),
      ...(text === '' ? [] : [event(kinds.agent, { [names.text]: text })]),
      ...callsOf(turn).flatMap((call) => {
        const id = { [names.callId]: callId(job) };
        return [
          event(kinds.call, { ...id, ...given(job, call) }),
          event(kinds.result, { ...id, ...brought(job, call) }),
        ];
      }),
    ];
  });
  return { records, steps: expectSteps(job.turns, { textApart: true }) };
}

/** A record for each turn, with a list of actions and one of what was seen. */
function writeActions(job: Job): Rendered {
  const { names, roles } = job.variant;
  const records = job.turns.map((turn, index) =>
    stamp(
      job,
      turn.by === 'user'
        ? { step: index, [names.role]: roles.user, [names.text]: turn.text }
        : {
            step: index,
            [names.role]: roles.agent,
            [names.text]: turn.text ?? null,
            ...thoughtOf(job, turn),
            actions: callsOf(turn).map((call) => given(job, call)),
            observations: callsOf(turn).map((call) => brought(job, call)),
          },
    ),
  );
  return { records, steps: expectSteps(job.turns) };
}

/** Who says it, to whom: a tool is one of them. */
function writeAddressed(job: Job): Rendered {
  const { names } = job.variant;
  const send = (from: string, to: string, content: JsonValue): JsonObject =>
    stamp(job, { from, to, [names.text]: content });
  const records = job.turns.flatMap((turn) => {
    if (turn.by === 'user') return [send('user', job.agent, turn.text)];
    const speaker = turn.name ?? job.agent;
    const calls = callsOf(turn);
    return calls.length === 0
      ? [send(speaker, 'user', turn.text ?? '')]
      : calls.flatMap((call) => [
          send(speaker, call.tool, argumentsOf(job, call)),
          send(call.tool, speaker, resultText(call)),
        ]);
  });
  return { records, steps: expectSteps(job.turns) };
}

/** A tree for each question: below what asked for it stands what was called. */
function writeTree(job: Job): Rendered {
  const { names, kinds } = job.variant;
  const records = episodes(job.turns).map((episode) =>
    stamp(job, {
      [names.kind]: 'agent',
      name: job.agent,
      [names.arguments]: questionOf(episode),
      children: episode.flatMap(callsOf).map((call) =>
        stamp(job, {
          [names.kind]: kinds.joined,
          ...given(job, call),
          ...brought(job, call),
          children: [],
        }),
      ),
      [names.result]: replyOf(episode) ?? null,
    }),
  );
  return { records, steps: expectAnswers(job.turns) };
}

/** What a model was sent and what it answered: each request holds the conversation so far. */
function writeRequests(job: Job): Rendered {
  const { names, roles } = job.variant;
  const sent: JsonObject[] = [];
  const records: JsonObject[] = [];
  for (const turn of job.turns) {
    if (turn.by === 'user') {
      sent.push({ [names.role]: roles.user, [names.text]: turn.text });
      continue;
    }
    const made = callsOf(turn).map((call) => ({ call, id: callId(job) }));
    const answer: JsonObject = {
      [names.role]: roles.agent,
      [names.text]: turn.text ?? null,
      ...(made.length === 0
        ? {}
        : { [names.calls]: made.map(({ call, id }) => ({ [names.callId]: id, ...given(job, call) })) }),
    };
    records.push(stamp(job, { model: 'large-2025-06', request: [...sent], response: answer }));
    sent.push(answer);
    for (const { call, id } of made)
      sent.push({ [names.role]: roles.tool, [names.callId]: id, [names.text]: resultText(call) });
  }
  return { records, steps: expectSteps(job.turns) };
}

/** Each record has one member, named after who speaks. */
function writeKeyed(job: Job): Rendered {
  const { names, roles } = job.variant;
  const records = job.turns.flatMap((turn) => {
    if (turn.by === 'user') return [stamp(job, { [roles.user]: { [names.text]: turn.text } })];
    const made = callsOf(turn).map((call) => ({ call, id: callId(job) }));
    return [
      stamp(job, {
        [roles.agent]: {
          [names.text]: turn.text ?? '',
          ...thoughtOf(job, turn),
          ...(made.length === 0
            ? {}
            : { [names.calls]: made.map(({ call, id }) => ({ [names.callId]: id, ...given(job, call) })) }),
        },
      }),
      ...made.map(({ call, id }) =>
        stamp(job, { [roles.tool]: { [names.callId]: id, ...brought(job, call) } }),
      ),
    ];
  });
  return { records, steps: expectSteps(job.turns) };
}

function questionOf([question]: readonly Turn[]): string {
  return question?.by === 'user' ? question.text : '';
}

function answersOf(episode: readonly Turn[]): AgentTurn[] {
  return episode.flatMap((turn) => (turn.by === 'agent' ? [turn] : []));
}

function callId({ made }: Job): string {
  return `call_${made.token(8)}`;
}

function thoughtOf({ variant }: Job, { thought }: AgentTurn): JsonObject {
  return thought === undefined ? {} : { [variant.names.thought]: thought };
}

function given(job: Job, call: Call): JsonObject {
  const { names, dimensions } = job.variant;
  const members = { [names.tool]: call.tool, [names.arguments]: argumentsOf(job, call) };
  return dimensions.callShape === 'nested' ? { [names.call]: members } : members;
}

function argumentsOf({ variant }: Job, call: Call): JsonValue {
  return variant.dimensions.arguments === 'text' ? JSON.stringify(call.arguments) : call.arguments;
}

function brought({ variant }: Job, call: Call): JsonObject {
  const { names, dimensions } = variant;
  return {
    [names.result]: dimensions.result === 'parts' ? [{ type: 'text', text: resultText(call) }] : call.result,
    ...(dimensions.failure === 'flag' ? { [names.flag]: call.failed === true } : {}),
  };
}

/** With an id and a time where the variant has them. */
function stamp({ variant, made }: Job, members: JsonObject): JsonObject {
  const { names, dimensions } = variant;
  const now = made.tick();
  const times = { iso: new Date(now).toISOString(), ms: now, s: now / 1000, none: undefined };
  const time = times[dimensions.time];
  return {
    ...(dimensions.recordIds === 'none' ? {} : { [names.id]: made.hex(12) }),
    ...(time === undefined ? {} : { [names.time]: time }),
    ...members,
  };
}
