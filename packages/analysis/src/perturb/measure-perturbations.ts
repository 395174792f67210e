/**
 * How far a disturbance of its inputs travels through a workflow: the workflow runs once on the inputs as they are, then once
 * for each input and perturbation, and each run is compared with the first.
 *
 *     const report = await measurePerturbations({ workflow, inputs: { order, policy }, seed: 7 });
 *     report.summary.containment; // share of the injected faults that reached no external side effect
 *
 * The workflow is anything that returns the steps it took, recorded with the sdk or otherwise; runs go one after another, so
 * that they may share a world which the workflow sets up anew. A workflow that is not deterministic differs from itself, too:
 * `repeats` runs on the inputs as they are tell how much.
 *
 * Source: information contamination (arXiv 2604.27586) for clean against perturbed runs; the containment rate of trace-based
 * assurance (arXiv 2603.18096), as we read it. Differs: five perturbations in place of 22, each for any artefact.
 */
import {
  type ContaminationLabel,
  type DivergenceJson,
  isMaterialDifference,
  type Outcome,
  type OutcomeChangeJson,
  type Step,
  type StructureJson,
} from '@tracewright/core';
import { createRandom, type Random } from '@tracewright/numeric';
import { compareRuns, type Comparison } from '../diff/compare-runs.ts';
import { canonicalJson } from '../detect/action-key.ts';
import { type Artefact, type Perturbation, PERTURBATIONS } from './artefact.ts';
import { perturb } from './perturb.ts';

export interface WorkflowRun {
  readonly steps: readonly Step[];
  readonly outcome?: Outcome;
  /** What came out in the end, where the steps do not say. */
  readonly answer?: string;
}

export type Inputs = Readonly<Record<string, Artefact>>;

export interface PerturbationOptions {
  readonly workflow: (inputs: Inputs) => Promise<WorkflowRun>;
  readonly inputs: Inputs;
  /** All when absent. */
  readonly kinds?: readonly Perturbation[];
  readonly seed: number;
  /** Further runs on the inputs as they are; none when absent. */
  readonly repeats?: number;
  /** Whether a step changed the world outside; any successful change of the agent when absent. */
  readonly isSideEffect?: (step: Step) => boolean;
  /** An AbortSignal; asked before each run. */
  readonly signal?: { throwIfAborted(): void };
}

export interface PerturbationResult {
  /** Name of the input; null for a repetition on the inputs as they are. */
  readonly input: string | null;
  readonly kind: Perturbation | 'repeat';
  /** What was made wrong. */
  readonly description: string;
  /** Why the workflow threw, if it did: then it is compared with nothing. */
  readonly error: string | null;
  readonly firstDivergence: DivergenceJson | null;
  /** Of the steps from the first divergence on, the share that differs: 0 to 1. */
  readonly shareOfLaterSteps: number;
  readonly structure: StructureJson | null;
  readonly outcome: OutcomeChangeJson | null;
  readonly contaminationLabel: ContaminationLabel | null;
  /** Side effects that the clean run does not have, by step. */
  readonly escapedSteps: readonly number[];
  /** No such side effect; null when the workflow threw, which tells nothing of what it did until then. */
  readonly isContained: boolean | null;
}

export interface PerturbationReport {
  readonly seed: number;
  /** Perturbed runs first, then repetitions. */
  readonly results: readonly PerturbationResult[];
  /** Inputs that offer nothing to go wrong in a way. */
  readonly skipped: readonly { readonly input: string; readonly kind: Perturbation }[];
  readonly summary: {
    readonly injected: number;
    /** Faults on which the workflow threw; the shares are of the others, null when there are none. */
    readonly threw: number;
    readonly containment: number | null;
    readonly answersChanged: number | null;
    readonly structureChanged: number | null;
  };
}

/** @throws whatever the workflow throws on the inputs as they are */
export async function measurePerturbations(options: PerturbationOptions): Promise<PerturbationReport> {
  const { workflow, inputs, kinds = PERTURBATIONS, seed, repeats = 0, signal } = options;
  const clean = await workflow(inputs);
  const results: PerturbationResult[] = [];
  const skipped: { input: string; kind: Perturbation }[] = [];
  const names = Object.keys(inputs);
  for (const [inputIndex, input] of names.entries()) {
    for (const kind of kinds) {
      signal?.throwIfAborted();
      const artefact = inputs[input];
      const random = randomFor(seed, inputIndex, PERTURBATIONS.indexOf(kind));
      const changed = artefact === undefined ? undefined : perturb(artefact, kind, random);
      if (changed === undefined) {
        skipped.push({ input, kind });
        continue;
      }
      const run = await attempt(() => workflow({ ...inputs, [input]: changed.artefact }));
      results.push({ input, kind, description: changed.description, ...judge(clean, run, options) });
    }
  }
  const injected = results.length;
  const ended = results.filter(({ error }) => error === null);
  const share = (holds: (result: PerturbationResult) => boolean): number | null =>
    ended.length === 0 ? null : ended.filter(holds).length / ended.length;
  const summary = {
    injected,
    threw: injected - ended.length,
    containment: share(({ isContained }) => isContained === true),
    answersChanged: share(({ outcome }) => outcome?.answer === 'changed'),
    structureChanged: share(({ structure }) => structure !== null && structure.kind !== 'none'),
  };
  for (let repeat = 0; repeat < repeats; repeat++) {
    signal?.throwIfAborted();
    const run = await attempt(() => workflow(inputs));
    results.push({ input: null, kind: 'repeat', description: 'nothing', ...judge(clean, run, options) });
  }
  return { seed, results, skipped, summary };
}

/** Each input and kind has numbers of its own: leaving one out changes no other. */
function randomFor(seed: number, input: number, kind: number): Random {
  return createRandom(Math.imul(seed, 0x9e3779b1) ^ (input * PERTURBATIONS.length + kind + 1));
}

async function attempt(run: () => Promise<WorkflowRun>): Promise<WorkflowRun | { readonly error: string }> {
  try {
    return await run();
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

type Judgement = Omit<PerturbationResult, 'input' | 'kind' | 'description'>;

function judge(
  clean: WorkflowRun,
  run: WorkflowRun | { readonly error: string },
  { isSideEffect = isSuccessfulChange }: Pick<PerturbationOptions, 'isSideEffect'>,
): Judgement {
  if ('error' in run)
    return {
      error: run.error,
      firstDivergence: null,
      shareOfLaterSteps: 0,
      structure: null,
      outcome: null,
      contaminationLabel: null,
      escapedSteps: [],
      isContained: null,
    };
  const unknown: Outcome = { status: 'unknown' };
  const comparison = compareRuns(
    { ...clean, outcome: clean.outcome ?? unknown },
    { ...run, outcome: run.outcome ?? unknown },
  );
  const escapedSteps = findEscaped(clean.steps, run.steps, isSideEffect);
  return {
    error: null,
    firstDivergence: comparison.firstDivergence,
    shareOfLaterSteps: shareOfLater(comparison),
    structure: comparison.structure,
    outcome: comparison.outcome,
    contaminationLabel: comparison.contaminationLabel,
    escapedSteps,
    isContained: escapedSteps.length === 0,
  };
}

function isSuccessfulChange({ role, kind, action, observation }: Step): boolean {
  return (
    role === 'agent' && kind === 'change' && action.tool !== undefined && observation?.status !== 'error'
  );
}

/** Side effects that the clean run does not have, or not so often. */
function findEscaped(
  clean: readonly Step[],
  perturbed: readonly Step[],
  isSideEffect: (step: Step) => boolean,
): number[] {
  const left = new Map<string, number>();
  const keyOf = ({ action }: Step): string => `${action.tool} ${canonicalJson(action.arguments ?? null)}`;
  for (const step of clean.filter(isSideEffect)) left.set(keyOf(step), (left.get(keyOf(step)) ?? 0) + 1);
  return perturbed.filter(isSideEffect).flatMap((step) => {
    const count = left.get(keyOf(step)) ?? 0;
    left.set(keyOf(step), count - 1);
    return count > 0 ? [] : [step.index];
  });
}

function shareOfLater({ aligned, firstDivergence }: Comparison): number {
  if (firstDivergence === null) return 0;
  const later = aligned.slice(firstDivergence.alignedIndex);
  const different = later.filter(({ difference }) => isMaterialDifference(difference));
  return different.length / later.length;
}
