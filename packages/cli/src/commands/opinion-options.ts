/** `--opinion`, `--model` and `--budget` of diagnose. */
import { type AskOpinionRequest, TraceError } from '@tracewright/core';
import type { CommandContext } from '../command-context.ts';

/**
 * What to ask for; undefined when nobody is to be asked.
 *
 * @throws TraceError `usage-invalid`
 */
export function readOpinionOptions(context: CommandContext): AskOpinionRequest | undefined {
  const model = context.text('model');
  const budget = context.text('budget');
  const refresh = context.flag('refresh');
  if (!context.flag('opinion')) {
    if (model !== undefined || budget !== undefined || refresh)
      throw new TraceError('usage-invalid', {
        message: '--model, --budget and --refresh say how to ask for an opinion, and none is asked for',
        fix: 'add --opinion',
      });
    return undefined;
  }
  if (context.positionals.length === 0 && context.text('where') === undefined)
    throw new TraceError('usage-invalid', {
      message: 'an opinion costs money: say on which runs',
      fix: 'tracewright diagnose RUN --opinion, or --where EXPR',
    });
  const budgetUsd = readBudget(budget);
  return {
    ...(model === undefined ? {} : { model }),
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    ...(refresh ? { refresh } : {}),
    ...(context.flag('no-memory') ? { memory: false } : {}),
  };
}

/**
 * US dollars.
 *
 * @throws TraceError `usage-invalid`
 */
export function readBudget(written: string | undefined): number | undefined {
  const usd = written === undefined ? undefined : Number(written);
  if (usd === undefined || (usd > 0 && usd <= 1000)) return usd;
  throw new TraceError('usage-invalid', {
    where: '--budget',
    message: `"${written ?? ''}" is no number of US dollars from above 0 to 1000`,
    fix: '--budget 0.50',
  });
}
