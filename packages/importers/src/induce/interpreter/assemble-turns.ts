/**
 * Puts the pieces of a log together to turns and tells them to a run builder: a thought joins the words or the call that
 * follow it, a call joins the words before it, a result goes to its call.
 */
import type { SourceRef } from '@tracewright/core';
import type { RunBuilder } from '../../building/run-builder.ts';
import { addCalls } from './add-calls.ts';
import type { AdapterBody } from '../adapter/adapter.ts';
import { createEchoFilter, isNothing } from './drop-echoes.ts';
import { readArgumentsText } from '../written-calls/call-syntax.ts';
import { createReplayFilter } from './drop-replays.ts';
import { type Piece, type ReadCall, type ReadResult } from './read-record.ts';
import { unwrapTags } from './unwrap-tags.ts';
import { isEmpty, textOf } from '../adapter/select-value.ts';

const MAX_NOTES = 100_000;

export interface TurnAssembler {
  /** What one record tells, in order. */
  add(pieces: readonly Piece[]): void;
  finish(): void;
  /** What has been told so far. */
  readonly counts: TurnCounts;
}

export interface TurnCounts {
  turns: number;
  calls: number;
  results: number;
  /** Results that answer no call. */
  strayResults: number;
  users: number;
}

interface Pending {
  readonly first: Piece;
  agent: string | undefined;
  thought: string;
  text: string;
  calls: ReadCall[];
  turnId: string | undefined;
  last: Piece;
  /** What it took, where a record of its own says so. */
  usage: Piece | undefined;
}

type Assembled = Pick<AdapterBody, 'cases' | 'container' | 'pairing' | 'runs' | 'records'>;

export function createTurnAssembler(
  run: RunBuilder,
  { cases, container, pairing, runs, records }: Assembled,
  place: (pointer: string) => SourceRef,
): TurnAssembler {
  let pending: Pending | undefined;
  // A span tells the whole of what it spans; what stands in another list is a step of its own.
  const isSpans = runs.spans !== undefined || runs.beside !== undefined || records.includes('..');
  /** Whether what an answer took is told in a record of its own. */
  const countsApart = cases.some(({ as, fields }) => as === 'note' && fields.outputTokens !== undefined);
  /** Calls that nothing has answered yet. */
  let openCalls = 0;
  let speaker: string | undefined;
  /** Ids of requests that are no calls. */
  const notes = new Set<string>();
  /** Ids of calls that were told. */
  const told = new Set<string>();
  const echoes = createEchoFilter();
  const replays = createReplayFilter();
  /** What has been streamed of the arguments of a call. */
  const partial = new Map<ReadCall, string>();
  const counts: TurnCounts = { turns: 0, calls: 0, results: 0, strayResults: 0, users: 0 };

  const begin = (piece: Piece): Pending => ({
    first: piece,
    agent: piece.agent,
    thought: '',
    text: '',
    calls: [],
    turnId: piece.turnId,
    last: piece,
    usage: undefined,
  });

  /** A count of tokens that no answer has taken, in a run in which the model has said nothing yet: all that is known of its call. */
  let untold: Piece | undefined;
  let hasSpoken = false;

  const tellUsage = (): void => {
    if (untold === undefined || hasSpoken) return;
    const { agent, model, time, inputTokens, outputTokens, costUsd, pointer } = untold;
    untold = undefined;
    run.model({ agent, model, time, inputTokens, outputTokens, costUsd, source: place(pointer) });
    counts.turns += 1;
  };

  const noteUsage = (piece: Piece): void => {
    if (pending !== undefined) pending.usage ??= piece;
    else if (!hasSpoken) {
      tellUsage();
      untold = piece;
    }
  };

  /** Whether an agent spoke under a name of its own. */
  let isNamed = false;

  /** What a role that nobody knows says once, at the end, while a call waits: how the run ended, which is what the call brought. */
  const endWith = ({ agent, text, calls, last }: Pending): boolean => {
    const isRole = agent !== undefined && !isNamed && last.from.fields.role !== undefined;
    if (!isRole || openCalls !== 1 || calls.length > 0 || text === '') return false;
    answer(
      { callId: undefined, tool: undefined, content: text, isError: undefined, message: undefined },
      last,
    );
    return true;
  };

  const flush = (): void => {
    if (pending === undefined) return;
    isNamed ||= pending.agent !== undefined;
    const { first, agent, thought, text, calls, last, usage = untold } = pending;
    pending = undefined;
    untold = undefined;
    hasSpoken = true;
    partial.clear();
    const inline = calls.filter(({ result }) => result !== undefined);
    // Who goes on to speak was not answered by what another says after that.
    if (inline.length > 0 || (pairing === 'next-turn' && (calls.length > 0 || text !== ''))) {
      run.closeCalls();
      openCalls = 0;
    }
    run.model({
      agent,
      thought,
      text,
      toolCalls: calls.map(({ callId, tool, arguments: args, pointer }) => ({
        callId,
        name: tool,
        arguments: args,
        source: place(pointer),
      })),
      time: first.time,
      endTime: inline.length > 0 ? undefined : first.endTime,
      model: first.model ?? last.model,
      inputTokens: last.inputTokens ?? first.inputTokens ?? usage?.inputTokens,
      outputTokens: last.outputTokens ?? first.outputTokens ?? usage?.outputTokens,
      costUsd: last.costUsd ?? first.costUsd ?? usage?.costUsd,
      source: place(first.pointer),
      attributes: first.qualifier === undefined ? undefined : { 'message.qualifier': first.qualifier },
    });
    counts.turns += 1;
    counts.calls += calls.length;
    openCalls += calls.length;
    for (const { callId } of calls) if (callId !== undefined && told.size < MAX_NOTES) told.add(callId);
    for (const { callId, tool, result } of inline) {
      if (result !== undefined) answer({ ...result, callId, tool }, last, last.endTime);
    }
  };

  const answer = (result: ReadResult, piece: Piece, time = piece.time): void => {
    // Nothing that answers nothing: a change of state.
    if (openCalls === 0 && result.callId === undefined && isEmpty(result.content)) return;
    if (result.callId !== undefined && notes.has(result.callId) && !told.has(result.callId)) return;
    // A log that was cut: the answer names what was called.
    if (
      openCalls === 0 &&
      result.tool !== undefined &&
      (result.callId === undefined || !told.has(result.callId))
    ) {
      run.toolCall({ callId: result.callId, name: result.tool, time, source: place(piece.pointer) });
      counts.calls += 1;
      openCalls += 1;
    }
    counts.results += 1;
    if (openCalls === 0) counts.strayResults += 1;
    else openCalls -= 1;
    run.toolResult({
      callId: result.callId,
      name: result.callId === undefined && pairing !== 'next-turn' ? result.tool : undefined,
      content: result.content,
      isError: result.isError,
      statusMessage: result.message,
      time,
      source: place(piece.pointer),
    });
  };

  const isSame = (piece: Piece): boolean =>
    pending !== undefined &&
    (piece.agent === undefined || pending.agent === undefined || piece.agent === pending.agent);

  /** A call that was told when it began, before its arguments were known. */
  const fillIn = ({ calls }: Piece): void => {
    for (const { callId, arguments: given } of calls) {
      if (callId === undefined || isEmpty(given)) continue;
      const call = pending?.calls.find((other) => other.callId === callId);
      if (call !== undefined && isEmpty(call.arguments)) call.arguments = given;
    }
  };

  /** The turn that the piece goes on with; a new one where it begins one. */
  const open = (piece: Piece, goesOn: boolean): Pending => {
    if (pending !== undefined && goesOn && isSame(piece)) {
      pending.last = piece;
      pending.agent ??= piece.agent;
      return pending;
    }
    flush();
    pending = begin(piece);
    return pending;
  };

  const addAgent = (piece: Piece): void => {
    const { as } = piece;
    const hasTokens = piece.inputTokens !== undefined || piece.outputTokens !== undefined;
    // Nobody is named and nothing is said: settings, a heartbeat; among turns that name somebody the head of the log, with its totals.
    if (piece.role === undefined && isNothing(piece)) {
      if (hasTokens && piece.from.fields.role === undefined) noteUsage(piece);
      return;
    }
    // A span of which only its own name is known.
    const isUnsaid = piece.from.role === undefined && piece.from.fields.role === undefined;
    if (isUnsaid && isNothing(piece) && !hasTokens) return;
    // What came back is told in the agent's name.
    if (piece.results.length > 0 && piece.text === '' && piece.thought === '' && piece.calls.length === 0) {
      flush();
      for (const result of piece.results) answer(result, piece);
      return;
    }
    // What is said when a call has brought something comes after it.
    const isAnswered =
      piece.text !== '' && pending?.calls.some(({ result }) => result !== undefined) === true;
    const isSameTurn = pending?.turnId !== undefined && pending.turnId === piece.turnId && !isAnswered;
    // Turns of one kind, told at different times, are two, though the first says nothing; a thought waits for words that have none of their own.
    const isNext =
      pending !== undefined &&
      as === 'turn' &&
      pending.last.from === piece.from &&
      isLater(pending.last, piece) === true &&
      (pending.thought === '' || piece.thought !== '');
    const isThoughtOnly =
      pending !== undefined && pending.text === '' && pending.calls.length === 0 && !isNext;
    // What was said in a record of its own is a step of its own, unless one count of tokens follows for both; a text tells words and calls
    // of one answer below one another.
    const isApart =
      pending !== undefined &&
      pending.text !== '' &&
      pending.last.from.streamed !== true &&
      (!countsApart || isCounted(pending)) &&
      (isLater(pending.last, piece) ?? container !== 'text');
    // A model's words and the calls that follow them, with nothing in between and of the same instant, are one answer.
    const isSplit =
      pending !== undefined &&
      pending.calls.length === 0 &&
      piece.calls.length > 0 &&
      pending.last.time !== undefined &&
      pending.last.time === piece.time;
    const goesOn =
      isSameTurn ||
      isThoughtOnly ||
      (isSplit && !isSpans) ||
      (as === 'call' && piece.text === '' && !isSpans && !isApart) ||
      (as === 'text' && pending?.calls.length === 0);
    // Streamed parts go on without a break; what is told whole after them says them again, and more where some were left out.
    const isPart = piece.from.streamed === true && pending?.last.from === piece.from;
    if (
      pending?.last.from.streamed === true &&
      !isPart &&
      piece.text !== '' &&
      piece.text.trim().startsWith(pending.text.trim())
    )
      pending.text = '';
    const isAgain = pending?.text === '' && pending.last.from.streamed === true && pending.calls.length === 0;
    const turn = open(
      piece,
      as === 'thought' ? isThoughtOnly || isSameTurn || isPart : goesOn || isPart || isAgain,
    );
    turn.thought = isPart ? turn.thought + piece.thought : join(turn.thought, piece.thought);
    turn.text = isPart ? turn.text + piece.text : join(turn.text, piece.text);
    addCalls(turn.calls, piece.calls);
    if (piece.results.length === 0) return;
    flush();
    for (const result of piece.results) answer(result, piece);
  };

  /** What the user or the environment says, which may be what a call brought. */
  const addOther = (piece: Piece, role: 'user' | 'environment'): void => {
    flush();
    tellUsage();
    for (const result of piece.results) answer(result, piece);
    if (piece.text === '' && piece.thought === '') return;
    if (pairing === 'next-turn' && openCalls > 0) {
      const said = piece.text.replace(/^observation:[ \t]{0,4}\n?/i, '');
      // A record keeps what the model was sent; of a screen the words are read.
      const content = (container === 'text' ? unwrapTags(said) : undefined) ?? said;
      answer({ callId: undefined, tool: undefined, content, isError: undefined, message: undefined }, piece);
      return;
    }
    const turn = {
      agent: piece.agent,
      text: piece.text,
      thought: piece.thought,
      time: piece.time,
      endTime: piece.endTime,
      source: place(piece.pointer),
    };
    if (role === 'user') run.user(turn);
    else run.environment(turn);
    counts.users += 1;
    counts.turns += 1;
  };

  const hear = (heard: Piece): void => {
    fillIn(heard);
    const told = echoes.take(heard);
    if (told === undefined) return;
    // A line that only says who speaks holds until the next one.
    if (told.as === 'note' && told.agent !== undefined) {
      flush();
      speaker = told.agent;
    }
    const isOther = told.role !== undefined && told.role !== 'agent';
    const piece =
      told.agent === undefined && !isOther && speaker !== undefined ? { ...told, agent: speaker } : told;
    if (piece.model !== undefined) run.set({ model: piece.model });
    if (piece.noteId !== undefined && notes.size < MAX_NOTES) notes.add(piece.noteId);
    switch (piece.as) {
      case 'note':
        if (piece.inputTokens !== undefined || piece.outputTokens !== undefined) noteUsage(piece);
        return;
      case 'arguments': {
        const call = pending?.calls.at(-1);
        if (call !== undefined && piece.arguments !== undefined) {
          if (piece.from.streamed === true) {
            const text = (partial.get(call) ?? '') + textOf(piece.arguments);
            partial.set(call, text);
            call.arguments = readArgumentsText(text);
          } else call.arguments = piece.arguments;
        }
        if (piece.results.length > 0) flush();
        for (const result of piece.results) answer(result, piece);
        return;
      }
      case 'result':
        flush();
        for (const result of piece.results) answer(result, piece);
        return;
      case 'thought':
      case 'call':
        addAgent(piece);
        return;
      case 'text':
      case 'turn':
        break;
    }
    switch (piece.role) {
      case 'system':
        flush();
        run.system({ agent: piece.agent, text: piece.text, source: place(piece.pointer) });
        return;
      case 'tool':
        flush();
        for (const result of piece.results) answer(result, piece);
        return;
      case 'user':
      case 'environment':
        addOther(piece, piece.role);
        return;
      case 'agent':
      case undefined:
        addAgent(piece);
    }
  };

  return {
    counts,
    add(pieces) {
      for (const piece of replays.take(pieces)) hear(piece);
    },
    finish() {
      if (pending !== undefined && endWith(pending)) pending = undefined;
      flush();
      tellUsage();
    },
  };
}

function isCounted({ first, last, usage }: Pending): boolean {
  return (usage ?? first.outputTokens ?? last.outputTokens) !== undefined;
}

/** Whether it was told at another time; nothing where one of them says none. */
function isLater({ time }: Piece, next: Piece): boolean | undefined {
  return time === undefined || next.time === undefined ? undefined : time !== next.time;
}

function join(a: string, b: string): string {
  return a === '' || b === '' ? a + b : `${a}\n${b}`;
}
