/** A scripted conversation as the records that a variant writes of it, and the steps that stand in them. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import type { ExpectedStep } from '../induce-compare.ts';
import type { AgentTurn, Call, Conversation } from '../induce-shapes/conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  make,
  type Made,
  plainText,
  resultText,
} from '../induce-shapes/shape.ts';
import { expectAnswers, replyOf } from './answers.ts';
import type { KindName, Variant } from './draw-variant.ts';
import { renderFurther } from './render-further.ts';

export interface Rendered {
  readonly records: readonly JsonObject[];
  readonly steps: readonly ExpectedStep[];
}

export function renderRecords(conversation: Conversation, variant: Variant): Rendered {
  if (variant.further !== undefined) return renderFurther(conversation, variant, variant.further);
  const pen = new Pen(conversation, variant);
  const { turns } = conversation;
  switch (variant.dimensions.layout) {
    case 'events':
      return { records: pen.events(), steps: expectSteps(turns, { textApart: true }) };
    case 'steps':
      return { records: pen.steps(), steps: expectAnswers(turns) };
    case 'exchanges':
      return { records: pen.exchanges(), steps: expectAnswers(turns) };
    case 'spans':
      return { records: pen.spans(), steps: expectAnswers(turns) };
    case 'chat':
    case 'blocks':
      return { records: pen.messages(), steps: expectSteps(turns) };
  }
}

/** Writes one conversation. */
class Pen {
  readonly #variant: Variant;
  readonly #conversation: Conversation;
  readonly #made: Made;
  #last: string | undefined;

  constructor(conversation: Conversation, variant: Variant) {
    this.#variant = variant;
    this.#conversation = conversation;
    this.#made = make(conversation);
  }

  messages(): JsonObject[] {
    const { names, roles, dimensions } = this.#variant;
    const { layout, system, calls } = dimensions;
    const list: JsonObject[] = [];
    const add = (role: string, members: JsonObject): void => {
      list.push(this.#record({ [names.role]: role, ...members }));
    };
    const spoken = (text: string): JsonValue =>
      layout === 'blocks' ? [{ [names.kind]: 'text', text }] : text;
    if (system === 'record') add(roles.system, { [names.text]: spoken(this.#conversation.system) });
    for (const turn of this.#conversation.turns) {
      if (turn.by === 'user') {
        add(roles.user, { [names.text]: spoken(turn.text) });
        continue;
      }
      const made = callsOf(turn).map((call) => ({ call, id: `call_${this.#made.token(8)}` }));
      const byAgent = { ...this.#speaker(turn), ...this.#usage() };
      if (layout === 'blocks') {
        const blocks = [
          ...this.#thought(turn).map((text) => ({
            [names.kind]: this.#kind('thought'),
            [names.thought]: text,
          })),
          ...(turn.text === undefined ? [] : [{ [names.kind]: 'text', text: turn.text }]),
          ...made.map(({ call, id }) => ({
            [names.kind]: this.#kind('call'),
            ...this.#call(call, id, names.id),
          })),
        ];
        add(roles.agent, { [names.text]: blocks, ...byAgent });
        const results = made.map(({ call, id }) => ({
          [names.kind]: this.#kind('result'),
          ...this.#result(call, id),
        }));
        if (results.length > 0) add(roles.user, { [names.text]: results });
        continue;
      }
      const [thought] = this.#thought(turn);
      add(roles.agent, {
        ...this.#textOrNothing(turn.text),
        ...(thought === undefined ? {} : { [names.thought]: thought }),
        ...(made.length === 0
          ? {}
          : {
              [names.calls]: made.map(({ call, id }) => ({
                ...this.#call(call, id, names.id),
                ...(calls === 'joined' ? this.#result(call, undefined) : {}),
              })),
            }),
        ...byAgent,
      });
      if (calls === 'apart') for (const { call, id } of made) add(roles.tool, this.#result(call, id));
    }
    return list;
  }

  events(): JsonObject[] {
    const { names, dimensions, states, noises } = this.#variant;
    const { system, calls, noise, ids } = dimensions;
    const hasNoise = noise === 'records' || noise === 'both';
    const [starts = '', beats = '', spent = '', ends = ''] = noises;
    const list: JsonObject[] = [];
    const add = (kind: string, members: JsonObject): void => {
      list.push(this.#event(kind, members));
    };
    const addCall = (call: Call, id: string): void => {
      const state = call.failed === true ? states.failed : states.done;
      const written = this.#call(call, id, names.callId);
      if (calls === 'joined') add(this.#kind('joined'), { ...written, ...this.#result(call, undefined) });
      else if (calls === 'apart') add(this.#kind('call'), written);
      else {
        add(this.#kind('joined'), { ...written, [names.status]: states.running });
        add(this.#kind('joined'), { ...written, ...this.#result(call, undefined), [names.status]: state });
      }
    };
    const addResult = (call: Call, id: string): void => {
      if (calls === 'apart') add(this.#kind('result'), this.#result(call, id));
    };
    if (hasNoise) add(starts, { model: this.#conversation.model, version: '1.4.2' });
    if (system === 'record') add(this.#kind('system'), { [names.text]: this.#conversation.system });
    for (const turn of this.#conversation.turns) {
      if (turn.by === 'user') {
        add(this.#kind('user'), { [names.text]: turn.text });
        continue;
      }
      const speaker = this.#speaker(turn);
      for (const text of this.#thought(turn)) add(this.#kind('thought'), { [names.text]: text, ...speaker });
      if (turn.text !== undefined)
        add(this.#kind('agent'), { [names.text]: turn.text, ...speaker, ...this.#usage() });
      const made = callsOf(turn).map((call) => ({ call, id: `call_${this.#made.token(8)}` }));
      if (ids === 'none')
        for (const { call, id } of made) {
          addCall(call, id);
          addResult(call, id);
        }
      else {
        for (const { call, id } of made) addCall(call, id);
        for (const { call, id } of made) addResult(call, id);
      }
      if (hasNoise)
        add(spent, { input_tokens: this.#made.number(400, 9000), output_tokens: this.#made.number(9, 400) });
      if (hasNoise && this.#made.number(0, 3) === 0) add(beats, { uptime_s: this.#made.number(5, 900) });
    }
    if (hasNoise) add(ends, { duration_ms: this.#made.number(9000, 90_000) });
    return list;
  }

  /** What was asked, a record for each call with what was thought and seen, and what was answered. */
  steps(): JsonObject[] {
    const { names } = this.#variant;
    return this.#conversation.turns.flatMap((turn, index, turns) => {
      if (turn.by === 'user') return [this.#record({ [names.task]: turn.text })];
      const calls = callsOf(turn);
      const isAnswer = calls.length === 0 && turns[index + 1]?.by !== 'agent';
      if (isAnswer) return [this.#record({ [names.reply]: turn.text ?? '' })];
      return calls.map((call, place) => {
        const [thought] = place === 0 ? this.#thought(turn) : [];
        return this.#record({
          ...(thought === undefined ? {} : { [names.thought]: thought }),
          ...this.#call(call, undefined, names.id),
          ...this.#result(call, undefined),
        });
      });
    });
  }

  /** A record for each question, what was called for it, and the answer. */
  exchanges(): JsonObject[] {
    const { names } = this.#variant;
    return episodes(this.#conversation.turns).map((episode) => {
      const [question] = episode;
      const calls = episode.flatMap(callsOf);
      const reply = replyOf(episode);
      return this.#record({
        [names.task]: question?.by === 'user' ? question.text : '',
        [names.calls]: calls.map((call) => ({
          ...this.#call(call, undefined, names.id),
          ...this.#result(call, undefined),
        })),
        ...(reply === undefined ? {} : { [names.reply]: reply }),
      });
    });
  }

  /** What was done between two times, below what asked for it. */
  spans(): JsonObject[] {
    const { names } = this.#variant;
    const trace = this.#made.hex(32);
    return episodes(this.#conversation.turns).flatMap((episode) => {
      const root = this.#made.hex(16);
      const begun = this.#made.time();
      const span = (kind: string, name: string, members: JsonObject): JsonObject => ({
        [names.session]: trace,
        [names.id]: this.#made.hex(16),
        [names.parent]: root,
        [names.kind]: kind,
        [names.tool]: name,
        [names.time]: this.#made.time(),
        ...members,
        [names.endTime]: this.#made.time(),
      });
      const below = episode.flatMap((turn) =>
        turn.by === 'user'
          ? []
          : callsOf(turn).map((call) =>
              span('tool', call.tool, {
                [names.spanInput]: this.#arguments(call),
                ...this.#result(call, undefined, names.spanOutput),
              }),
            ),
      );
      const [question] = episode;
      const whole = span('agent', this.#conversation.agent, {
        [names.spanInput]: question?.by === 'user' ? question.text : '',
        [names.spanOutput]: replyOf(episode) ?? '',
      });
      return [{ ...whole, [names.id]: root, [names.parent]: null, [names.time]: begun }, ...below];
    });
  }

  #kind(kind: KindName): string {
    return this.#variant.kinds[kind];
  }

  #thought({ thought }: AgentTurn): string[] {
    return thought === undefined || this.#variant.dimensions.thoughts === 'dropped' ? [] : [thought];
  }

  #speaker(turn: AgentTurn): JsonObject {
    const { names, dimensions } = this.#variant;
    return dimensions.speaker === 'member' ? { [names.agent]: turn.name ?? this.#conversation.agent } : {};
  }

  #usage(): JsonObject {
    const { noise } = this.#variant.dimensions;
    if (noise !== 'members' && noise !== 'both') return {};
    return {
      model: this.#conversation.model,
      usage: { input_tokens: this.#made.number(400, 9000), output_tokens: this.#made.number(9, 400) },
    };
  }

  #textOrNothing(text: string | undefined): JsonObject {
    const { names, dimensions } = this.#variant;
    if (text === undefined && dimensions.empty === 'absent') return {};
    return { [names.text]: text ?? (dimensions.empty === 'null' ? null : '') };
  }

  #arguments({ arguments: given }: Call): JsonValue {
    const form = this.#variant.dimensions.arguments;
    if (form === 'text') return JSON.stringify(given);
    if (form === 'pairs')
      return Object.entries(given).map(([name, value]) => ({ name, value: value ?? null }));
    return given;
  }

  #call(call: Call, id: string | undefined, idName: string): JsonObject {
    const { names, dimensions } = this.#variant;
    const { callShape, ids } = dimensions;
    const known = id === undefined || ids === 'none' ? {} : { [ids === 'same' ? names.callId : idName]: id };
    const given = { [names.tool]: call.tool, [names.arguments]: this.#arguments(call) };
    if (callShape === 'nested') return { ...known, [names.call]: given };
    return callShape === 'typed' && idName === names.id
      ? { ...known, kind: 'function', ...given }
      : { ...known, ...given };
  }

  /** @param id undefined where the result stands beside its call */
  #result(call: Call, id: string | undefined, name: string = this.#variant.names.result): JsonObject {
    const { names, dimensions, states } = this.#variant;
    const { failure, ids, result: form } = dimensions;
    const isFailed = call.failed === true;
    const text = resultText(call);
    const written: Readonly<Record<typeof form, JsonValue>> = {
      text,
      value: call.result,
      object: { ok: !isFailed, content: call.result },
      parts: [{ type: 'text', text }],
    };
    const isBeside = failure === 'error-member' && isFailed;
    return {
      ...(id === undefined ? {} : ids === 'none' ? { [names.tool]: call.tool } : { [names.callId]: id }),
      ...(isBeside ? { [names.error]: plainText(call.result) } : { [name]: written[form] }),
      ...(failure === 'flag' ? { [names.flag]: isFailed } : {}),
      ...(failure === 'status' ? { [names.status]: isFailed ? states.failed : states.done } : {}),
    };
  }

  #event(kind: string, members: JsonObject): JsonObject {
    const { names, dimensions } = this.#variant;
    const { payload } = dimensions;
    if (payload === 'by-kind') return this.#record({ [kind]: members });
    if (payload === 'wrapped') return this.#record({ [names.kind]: kind, [names.wrapper]: members });
    return this.#record({ [names.kind]: kind, ...members });
  }

  #record(members: JsonObject): JsonObject {
    const { names, dimensions } = this.#variant;
    const { recordIds, time, payload } = dimensions;
    const id = this.#made.hex(12);
    const parent = this.#last ?? null;
    this.#last = id;
    const now = this.#made.tick(this.#made.number(1, 9));
    const times = { iso: new Date(now).toISOString(), ms: now, s: now / 1000, none: undefined };
    return {
      ...(recordIds === 'none' ? {} : { [names.id]: id }),
      ...(recordIds === 'id-and-parent' ? { [names.parent]: parent } : {}),
      ...(times[time] === undefined ? {} : { [names.time]: times[time] }),
      ...(payload === 'message' ? { [names.wrapper]: members } : members),
    };
  }
}
