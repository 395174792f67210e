/**
 * A model's answers on tape, for tests and examples without network or key: record once against the real model, replay for
 * ever.
 *
 *     const model = replayCassette('opinion.cassette.json');                   // answers, or says what is missing
 *     const model = recordCassette(openModel(settings), 'opinion.cassette.json');
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Completion, type CompletionRequest, type LanguageModel, TraceError } from '@tracewright/core';
import { toRequestKey } from '../cache/request-key.ts';

interface Cassette {
  readonly model: string;
  /** The questions stand there to be read; they are found by their key. */
  readonly answers: readonly {
    readonly key: string;
    readonly request: Omit<CompletionRequest, 'signal'>;
    readonly completion: Completion;
  }[];
}

/** Writes the tape anew, after every answer. */
export function recordCassette(model: LanguageModel, path: string): LanguageModel {
  const answers: Cassette['answers'][number][] = [];
  return {
    id: model.id,
    async complete(request) {
      const completion = await model.complete(request);
      const { signal: _, ...kept } = request;
      answers.push({ key: toRequestKey(model.id, request), request: kept, completion });
      writeFileSync(path, `${JSON.stringify({ model: model.id, answers } satisfies Cassette, null, 2)}\n`);
      return completion;
    },
  };
}

/**
 * Answers only what was asked on the tape; the same question asked again gets the answers in their order, then the last one.
 *
 * @throws TraceError `file-unreadable`
 */
export function replayCassette(path: string): LanguageModel {
  const { model, answers } = readCassette(path);
  const played = new Map<string, number>();
  return {
    id: model,
    async complete(request) {
      const key = toRequestKey(model, request);
      const takes = answers.filter((answer) => answer.key === key);
      const take = played.get(key) ?? 0;
      played.set(key, take + 1);
      const answer = takes[Math.min(take, takes.length - 1)];
      if (answer !== undefined) return answer.completion;
      throw new TraceError('request-invalid', {
        where: path,
        message: `this question is not on the tape of ${answers.length} answers`,
        fix: 'the question has changed: record the tape again',
      });
    },
  };
}

function readCassette(path: string): Cassette {
  try {
    const tape = JSON.parse(readFileSync(path, 'utf8')) as Partial<Cassette>;
    return { model: tape.model ?? '', answers: tape.answers ?? [] };
  } catch (cause) {
    throw new TraceError('file-unreadable', {
      where: path,
      message: 'the tape cannot be read',
      fix: 'record it with recordCassette',
      cause,
    });
  }
}
