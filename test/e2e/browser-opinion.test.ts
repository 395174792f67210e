/** "Ask a model" on the page: the price first, then the answer beside ours, every word of it as text. */
import type { RunJson } from '@tracewright/core';
import { type ScriptedModel, type ScriptedTurn, startScriptedModel } from '@tracewright/llm/testing';
import { createModelAccess } from '@tracewright/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, dropFiles, openSite, type TestSite } from './open-browser.ts';
import { ANSWER, writeShopRun } from './scripted-opinion.ts';

const ATTACK = '<img src=x onerror=alert(1)>';

describe.skipIf(CHROMIUM === undefined)('a second opinion on the page', () => {
  let site: TestSite;
  let model: ScriptedModel;
  let runUrl: string;
  let next: ScriptedTurn;
  beforeAll(async () => {
    model = await startScriptedModel(() => next);
    const env = {
      TRACEWRIGHT_MODEL: 'anthropic/claude-haiku-4-5',
      TRACEWRIGHT_MODEL_URL: model.url,
      ANTHROPIC_API_KEY: 'k',
    };
    site = await openSite({ models: createModelAccess(env) });
    const { page } = await site.openPage('/');
    await dropFiles(page, [{ name: 'shop.json', text: writeShopRun('shop') }]);
    await page.getByText('1 run imported').waitFor();
    await page.context().close();
    const { runs } = (await (await fetch(`${site.url}/api/runs`)).json()) as { runs: RunJson[] };
    runUrl = `/runs/${runs[0]?.runId ?? ''}`;
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    await model.close();
  });

  it('tells the price, can be stopped, says what failed, and shows the answer with what was dropped', async () => {
    const { page, faults, dialogs } = await site.openPage(runUrl);
    const panel = page.getByRole('region', { name: 'Second opinion' });
    await panel.getByRole('button', { name: 'Ask a model' }).click();
    await panel
      .getByText(/One answer costs up to \$0\.\d+; with further reading it stops before \$1\.00/)
      .waitFor();
    expect(model.requests).toHaveLength(0);

    next = 'hang';
    await panel.getByRole('button', { name: 'Send and ask' }).click();
    await panel.getByRole('button', { name: 'Stop' }).click();
    await panel.getByRole('button', { name: 'Ask a model' }).waitFor();

    next = { text: 'I will not.', finish: 'refused' };
    await panel.getByRole('button', { name: 'Ask a model' }).click();
    await panel.getByRole('button', { name: 'Send and ask' }).click();
    await panel.getByRole('alert').getByText('it refuses to answer: I will not.').waitFor();

    next = { text: JSON.stringify({ ...ANSWER, summary: `${ANSWER.summary} ${ATTACK}` }) };
    await panel.getByRole('button', { name: 'Ask again' }).click();
    await panel.getByRole('button', { name: 'Send and ask' }).click();
    await panel.getByText('agrees with ours').or(panel.getByText('within two steps of ours')).waitFor();
    await panel.getByText('1 claim was not kept').waitFor();
    await panel.getByText('Cause and what should have been done').click();
    await panel.getByText(ATTACK).waitFor();
    await page.getByText('claude-haiku-4-5 thinks: the failure began here').first().waitFor();

    await page.reload();
    await panel.getByText('wrong argument').first().waitFor();
    await panel.getByRole('button', { name: 'Ask again' }).waitFor();
    expect([...faults, ...dialogs]).toEqual([]);
  });
});

describe.skipIf(CHROMIUM === undefined)('without a model', () => {
  it('says what to set', async () => {
    await using site = await openSite();
    const { page } = await site.openPage('/');
    await dropFiles(page, [{ name: 'shop.json', text: writeShopRun('shop') }]);
    await page.getByText('1 run imported').waitFor();
    const { runs } = (await (await fetch(`${site.url}/api/runs`)).json()) as { runs: RunJson[] };
    const opened = await site.openPage(`/runs/${runs[0]?.runId ?? ''}`);
    await opened.page.getByText('No language model is set up').click();
    await opened.page.getByText('TRACEWRIGHT_MODEL').waitFor();
    expect(await opened.page.getByRole('button', { name: 'Ask a model' }).count()).toBe(0);
  });
});
