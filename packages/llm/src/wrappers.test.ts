import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Completion, CompletionRequest, LanguageModel } from '@tracewright/core';
import { afterAll, describe, expect, it } from 'vitest';
import { withBudget } from './budget/with-budget.ts';
import { withCache } from './cache/with-cache.ts';
import { recordCassette, replayCassette } from './cassette/with-cassette.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracewright-llm-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Counts what it is asked. */
function counting(change: Partial<Completion> = {}): LanguageModel & { calls: number } {
  const model = {
    id: 'test/counting',
    calls: 0,
    async complete(): Promise<Completion> {
      model.calls += 1;
      const text = `answer ${model.calls}`;
      return {
        text,
        toolCalls: [],
        finishReason: 'stop',
        inputTokens: 10,
        outputTokens: 1,
        costUsd: 0.4,
        isCached: false,
        ...change,
      };
    },
  };
  return model;
}
const ask = (text: string): CompletionRequest => ({
  system: '',
  messages: [{ role: 'user', text }],
  maxOutputTokens: 100,
});

describe('a budget', () => {
  it('ends after so many calls', async () => {
    const model = withBudget(counting(), { maxCalls: 2 });
    await model.complete(ask('a'));
    await model.complete(ask('b'));
    await expect(model.complete(ask('c'))).rejects.toMatchObject({ code: 'limit-exceeded' });
  });

  it('refuses, before it is sent, what may cost more than is left', async () => {
    const inner = counting();
    const model = withBudget(inner, { maxUsd: 1, price: ({ outputTokens }) => outputTokens * 0.005 });
    await model.complete(ask('a'));
    await model.complete(ask('b'));
    await expect(model.complete(ask('c'))).rejects.toThrow('$0.80 of $1.00');
    expect(inner.calls).toBe(2);
  });

  it('counts no answers of a cache', async () => {
    const inner = counting({ isCached: true });
    const model = withBudget(inner, { maxCalls: 1, maxUsd: 0.1 });
    for (const text of ['a', 'b', 'c']) await model.complete(ask(text));
    expect(inner.calls).toBe(3);
  });
});

describe('a cache', () => {
  it('answers the same question from its files, at no cost, also after a restart', async () => {
    const inner = counting();
    const path = join(folder, 'cache');
    const first = await withCache(inner, path).complete(ask('a'));
    const again = await withCache(inner, path).complete({
      ...ask('a'),
      signal: new AbortController().signal,
    });
    expect(again).toEqual({ ...first, isCached: true, costUsd: 0 });
    await withCache(inner, path).complete(ask('b'));
    await withCache(inner, path).complete({ ...ask('a'), temperature: 1 });
    expect(inner.calls).toBe(3);
  });

  it('takes no half file for an answer, and leaves no draft behind', async () => {
    const path = join(folder, 'damaged');
    await withCache(counting(), path).complete(ask('a'));
    const [file = ''] = readdirSync(path);
    expect(readdirSync(path)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.json$/)]);
    writeFileSync(join(path, file), '{"text":"ans');
    expect((await withCache(counting(), path).complete(ask('a'))).isCached).toBe(false);
  });

  it.each(['length', 'refused'] as const)(
    'does not keep an answer that ended with %s',
    async (finishReason) => {
      const inner = counting({ finishReason });
      const path = join(folder, finishReason);
      await withCache(inner, path).complete(ask('a'));
      await withCache(inner, path).complete(ask('a'));
      expect(inner.calls).toBe(2);
    },
  );

  it('answers where it cannot write', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect((await withCache(counting(), file).complete(ask('a'))).text).toBe('answer 1');
  });
});

describe('a cassette', () => {
  it('plays what was recorded, in its order, and says what is not on it', async () => {
    const path = join(folder, 'tape.json');
    const recorder = recordCassette(counting(), path);
    for (const text of ['a', 'a', 'b']) await recorder.complete(ask(text));
    const player = replayCassette(path);
    expect(player.id).toBe('test/counting');
    const played = [];
    for (const text of ['b', 'a', 'a', 'a']) played.push((await player.complete(ask(text))).text);
    expect(played).toEqual(['answer 3', 'answer 1', 'answer 2', 'answer 2']);
    await expect(player.complete(ask('c'))).rejects.toMatchObject({ code: 'request-invalid', where: path });
  });

  it('says when there is no tape', () => {
    expect(() => replayCassette(join(folder, 'none.json'))).toThrow('cannot be read');
  });
});
