/**
 * No leak: nothing that `show --json` prints, the outcome left out, predicts the outcome by itself.
 *
 * The classifier is the most trivial one that would still catch a label: for every field (array positions folded), every
 * value, token and numeric threshold in it is a rule; a rule that is right on all runs of the training tasks is tried on the
 * runs of the other tasks. A label field is right there too; chance is not.
 */
import { buildSteps, countStats, diagnose } from '@tracewright/analysis';
import { type JsonValue, toRunDetailJson } from '@tracewright/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasData, importData, type ImportedData } from './data-folder.ts';

interface Example {
  readonly task: string;
  readonly isSuccess: boolean;
  /** Rules that hold for this run: `field=value`, `field~token`. */
  readonly marks: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, number>;
}

const TRAPS =
  /^(?:reward|reward_info|ground_truth|mistake_\w+|is_correct(?:ed)?|evaluation_criteria|termination_reason|utility|security|injections|attack_type|injection_task_id|is_resolved|parser_results|target|mistake_index|resolved|agent_cost|user_cost)$/;

function collect(value: JsonValue, field: string, marks: Set<string>, numbers: Map<string, number>): void {
  if (Array.isArray(value)) {
    numbers.set(`${field}.length`, value.length);
    for (const item of value as readonly JsonValue[]) collect(item, `${field}[]`, marks, numbers);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) collect(inner, `${field}.${key}`, marks, numbers);
  } else if (typeof value === 'string') {
    if (value.length < 200) marks.add(`${field}=${value}`);
    for (const token of value
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu)
      ?.slice(0, 4_000) ?? [])
      marks.add(`${field}~${token}`);
  } else {
    marks.add(`${field}=${String(value)}`);
    if (typeof value === 'number') numbers.set(field, value);
  }
}

function toExamples(data: ImportedData): Example[] {
  return data.runs
    .filter(({ outcome }) => outcome.status !== 'unknown')
    .map((run) => {
      const spans = data.spans.get(run.runId) ?? [];
      const steps = buildSteps(spans);
      const stored = {
        ...run,
        stats: countStats(spans),
        findings: undefined,
        onsetStep: undefined,
        annotations: 0,
      };
      const shown = toRunDetailJson(
        { ...stored, outcome: { status: 'unknown' } },
        steps,
        diagnose(run, spans),
        [],
        0,
      );
      const marks = new Set<string>();
      const numbers = new Map<string, number>();
      // The shape is plain JSON by construction.
      collect(shown as unknown as JsonValue, '', marks, numbers);
      return { task: run.task ?? run.runId, isSuccess: run.outcome.status === 'success', marks, numbers };
    });
}

/** Rules that are right on every run, in both halves of the tasks. */
function findPerfectRules(examples: readonly Example[]): string[] {
  const tasks = [...new Set(examples.map(({ task }) => task))].toSorted();
  const isTrain = (example: Example): boolean => tasks.indexOf(example.task) % 2 === 0;
  const train = examples.filter(isTrain);
  const test = examples.filter((example) => !isTrain(example));
  const isPerfect = (set: readonly Example[], predict: (example: Example) => boolean): boolean => {
    let agree = 0;
    for (const example of set) if (predict(example) === example.isSuccess) agree += 1;
    return agree === set.length || agree === 0;
  };
  const found: string[] = [];
  for (const mark of new Set(train.flatMap(({ marks }) => [...marks]))) {
    const predict = (example: Example): boolean => example.marks.has(mark);
    if (isPerfect(train, predict) && isPerfect(test, predict)) found.push(mark);
  }
  for (const field of new Set(train.flatMap(({ numbers }) => [...numbers.keys()]))) {
    const of = (isSuccess: boolean): number[] =>
      examples
        .filter((example) => example.isSuccess === isSuccess)
        .map(({ numbers }) => numbers.get(field) ?? Number.NaN);
    const [yes, no] = [of(true), of(false)];
    if (Math.min(...yes) > Math.max(...no) || Math.max(...yes) < Math.min(...no))
      found.push(`${field} by threshold`);
  }
  return found;
}

const SOURCES = [
  {
    name: 'tau2 airline',
    paths: [
      'outcome/tau2/gpt-4.1_airline.json.gz',
      'outcome/tau2/claude-sonnet-4-5_airline.json.gz',
      'outcome/tau2/qwen2.5-7b_airline.json.gz',
    ],
  },
  { name: 'tau-bench', paths: ['outcome/tau-bench'] },
  { name: 'tau retail of AgentRx', paths: ['steps/agentrx'] },
  { name: 'AgentDojo banking', paths: ['security/agentdojo/banking.tar.gz'] },
  { name: 'BIG-Bench-Mistake', paths: ['steps/big-bench-mistake'] },
  { name: 'Terminal-Bench', paths: ['runs/terminal-bench-claude-code.tar.gz'] },
  { name: 'OpenHands', paths: ['runs/openhands'] },
];

it('the search finds a planted label', () => {
  const examples = Array.from({ length: 40 }, (_, index) => ({
    task: `task ${index % 20}`,
    isSuccess: index % 3 === 0,
    marks: new Set([`.run.verdict=${index % 3 === 0 ? 'pass' : 'fail'}`, `.x=${index % 2}`]),
    numbers: new Map([['.score', index % 3 === 0 ? 1 : 0.5]]),
  }));
  expect(findPerfectRules(examples)).toEqual([
    '.run.verdict=pass',
    '.run.verdict=fail',
    '.score by threshold',
  ]);
});

describe.each(SOURCES)('$name', ({ paths }) => {
  describe.skipIf(!hasData(...paths))('when present', () => {
    let data: ImportedData;
    beforeAll(async () => {
      data = await importData(...paths);
    }, 120_000);

    it('has no field that predicts the outcome perfectly', { timeout: 120_000 }, () => {
      const examples = toExamples(data);
      expect(examples.length).toBeGreaterThan(20);
      expect(findPerfectRules(examples)).toEqual([]);
    });

    it('carries no label field in spans or runs', () => {
      const keys = new Set<string>();
      const visit = (value: unknown): void => {
        if (Array.isArray(value)) value.forEach(visit);
        else if (typeof value === 'object' && value !== null) {
          for (const [key, inner] of Object.entries(value)) {
            keys.add(key);
            visit(inner);
          }
        }
      };
      for (const { outcome: _label, ...run } of data.runs) visit(run);
      // Arguments and results are the agent's own traffic: their keys are the tools', not the grader's.
      for (const spans of data.spans.values())
        for (const { attributes, events } of spans) visit([attributes, events]);
      expect([...keys].filter((key) => TRAPS.test(key))).toEqual([]);
    });
  });
});
