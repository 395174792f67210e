/**
 * Runs whose onset people labelled, described for the ranking. Labels are read here, beside the import, and nowhere else.
 *
 * Data under TRACEWRIGHT_DATA (default `../shared/data`), folder `steps`:
 * - `who-and-when/{algorithm-generated,hand-crafted}`: `mistake_step` counts history entries from 0, `mistake_agent`;
 * - `agentrx`: the failure that `root_cause` names; `step_number` counts messages from 1, the system message included. Its Magentic-One
 *   runs are transcripts that Who&When's hand-crafted half holds too, labelled anew by others.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  buildContext,
  describeSteps,
  detectAll,
  type LabelledRun,
  parseAgentRxCategory,
  type RunContext,
} from '@tracewright/analysis';
import type { Finding, Run, Span } from '@tracewright/core';
import { createContentReader, importUnit, memoryFile, planImport } from '@tracewright/importers';

export type CaseSource = 'algorithm-generated' | 'hand-crafted' | 'agentrx-magentic' | 'agentrx-retail';

export interface OnsetCase extends LabelledRun {
  readonly name: string;
  readonly source: CaseSource;
  /** Cases about the same question are never on both sides of a split. */
  readonly question: string;
  readonly run: Run;
  readonly spans: readonly Span[];
  readonly context: RunContext;
  readonly findings: readonly Finding[];
  /** Who made the mistake, as the label names them; undefined where labels do not. */
  readonly agent: string | undefined;
  /** AgentRx's category of the failure. */
  readonly category: string | undefined;
  /** For each step the messages it covers, 0-based. Steps and messages agree in transcripts. */
  readonly messages: readonly (readonly number[])[];
  /** The message of the label, 0-based. */
  readonly message: number;
}

/** Whether the agent of a step is the one that the label names; never where either is missing. Sources differ in capitals. */
export function isAgentOf({ context, agent }: OnsetCase, stepIndex: number | undefined): boolean {
  const own = context.steps[stepIndex ?? -1]?.step.agent;
  return own !== undefined && own.toLowerCase() === agent?.toLowerCase();
}

export const DATA = process.env['TRACEWRIGHT_DATA'] ?? '../shared/data';

export async function readWhoAndWhen(): Promise<OnsetCase[]> {
  const cases: OnsetCase[] = [];
  for (const source of ['algorithm-generated', 'hand-crafted'] as const) {
    const folder = join(DATA, 'steps', 'who-and-when', source);
    for (const name of (await readdir(folder)).filter((each) => each.endsWith('.json')).toSorted()) {
      const bytes = await readFile(join(folder, name));
      const label = JSON.parse(bytes.toString('utf8')) as {
        readonly mistake_step: string;
        readonly mistake_agent: string;
        readonly question_ID: string;
      };
      const [imported] = await importFile(name, bytes);
      if (imported === undefined) throw new Error(`${name} gave no run`);
      const message = Number(label.mistake_step);
      cases.push(
        toCase(imported, { name, source, question: label.question_ID, message, agent: label.mistake_agent }),
      );
    }
  }
  return cases;
}

interface AgentRxLabel {
  readonly trajectory_id: string | number;
  readonly failures: readonly {
    readonly failure_id: number;
    readonly step_number: number;
    readonly failure_category: string;
    readonly failed_agent: string;
  }[];
  readonly root_cause: { readonly failure_id: number };
}

export async function readAgentRxMagentic(): Promise<OnsetCase[]> {
  const folder = join(DATA, 'steps', 'agentrx');
  const labels = await readJson<readonly AgentRxLabel[]>(join(folder, 'magentic_one_ground_truth.json'));
  const cases: OnsetCase[] = [];
  for (const label of labels) {
    const name = `${label.trajectory_id}.json`;
    const bytes = gunzipSync(await readFile(join(folder, 'magentic_dataset', `${name}.gz`)));
    const [imported] = await importFile(name, bytes);
    if (imported === undefined) throw new Error(`${name} gave no run`);
    const question = String(label.trajectory_id);
    cases.push(toCase(imported, { name, source: 'agentrx-magentic', question, ...readRoot(label) }));
  }
  return cases;
}

export async function readAgentRxRetail(): Promise<OnsetCase[]> {
  const folder = join(DATA, 'steps', 'agentrx');
  const labels = await readJson<readonly AgentRxLabel[]>(join(folder, 'tau_ground_truth.json'));
  const imported: Imported[] = [];
  for (const name of ['tau_dataset_full.json', 'tau_dataset_failed.extra.json'])
    imported.push(...(await importFile(name, gunzipSync(await readFile(join(folder, `${name}.gz`))))));
  return labels.map((label) => {
    const question = String(label.trajectory_id);
    const found = imported.find(({ run }) => run.task === question);
    if (found === undefined) throw new Error(`no run of task ${question}`);
    return toCase(found, { name: question, source: 'agentrx-retail', question, ...readRoot(label) });
  });
}

function readRoot({ failures, root_cause: root }: AgentRxLabel): {
  message: number;
  agent: string;
  category: string | undefined;
} {
  const failure = failures.find(({ failure_id: id }) => id === root.failure_id);
  if (failure === undefined) throw new Error(`no failure ${root.failure_id}`);
  return {
    message: toMessageIndex(failure.step_number),
    agent: failure.failed_agent,
    category: parseAgentRxCategory(failure.failure_category),
  };
}

/** AgentRx counts messages from 1, the system message included; here they count from 0. */
export function toMessageIndex(stepNumber: number): number {
  return stepNumber - 1;
}

/** The messages of its source that a step covers: where it was said or asked, and where its result stands. */
export function listMessages(pointers: readonly (string | undefined)[]): number[] {
  const found = pointers.flatMap((pointer) => {
    const match = /^(?:\/\d+\/traj|\/history)?\/(\d+)(?:\/|$)/.exec(pointer ?? '');
    return match === null ? [] : [Number(match[1])];
  });
  return [...new Set(found)];
}

interface Imported {
  readonly run: Run;
  readonly spans: readonly Span[];
}

async function importFile(name: string, bytes: Buffer): Promise<Imported[]> {
  const open = createContentReader();
  const spans = new Map<string, Span[]>();
  const runs: Run[] = [];
  for (const unit of (await planImport([memoryFile(name, bytes)], open)).units) {
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'run') runs.push(item.run);
      if (item.kind !== 'spans') continue;
      for (const span of item.spans) {
        const own = spans.get(span.runId);
        if (own === undefined) spans.set(span.runId, [span]);
        else own.push(span);
      }
    }
  }
  return runs.map((run) => ({ run, spans: spans.get(run.runId) ?? [] }));
}

function toCase(
  { run, spans }: Imported,
  label: Pick<OnsetCase, 'name' | 'source' | 'question' | 'message' | 'agent'> & {
    readonly category?: string | undefined;
  },
): OnsetCase {
  const context = buildContext(run, spans);
  const findings = detectAll(context);
  const messages = context.steps.map(({ step }) =>
    listMessages([step.source?.pointer, step.observation?.source?.pointer]),
  );
  return {
    ...label,
    category: label.category,
    run,
    spans,
    context,
    findings,
    description: describeSteps(context, findings),
    messages,
    onset: messages.findIndex((own) => own.includes(label.message)),
  };
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}
