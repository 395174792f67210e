/** What was learnt on each agent's runs: made from them, kept beside the store, given to whoever asks a model. */
import {
  type PastRun,
  createNotes,
  isEdited,
  type NotesFile,
  parseNotes,
  refreshNotes,
  renderNotes,
  rewriteNotes,
  toContext,
} from '@tracewright/analysis';
import {
  type AgentNotesJson,
  type ChangeMemoryRequest,
  type Filter,
  type RunId,
  type SpanStore,
  type StoredRun,
  TraceError,
} from '@tracewright/core';
import type { Comparer } from '../comparing/comparer.ts';
import { besideStore } from '../opinion/beside-store.ts';
import type { ModelAccess } from '../opinion/model-access.ts';
import { ensureDiagnoses } from '../service/diagnoses.ts';
import { listAllRuns } from '../service/list-runs.ts';
import { compareAttempts } from './compare-attempts.ts';
import { createNotesFiles, createNotesMemory, type NotesFiles } from './notes-files.ts';

export interface Memories {
  /** @throws TraceError `artifact-not-found` for an agent without notes */
  list(agent?: string): Promise<readonly AgentNotesJson[]>;
  /** @throws TraceError `artifact-not-found`; those of a model */
  change(request: ChangeMemoryRequest, signal?: AbortSignal): Promise<readonly AgentNotesJson[]>;
  /** For a model that is asked about this run; undefined when there are none or they are off. */
  contextFor(run: StoredRun): Promise<string | undefined>;
}

export interface MemoriesOptions {
  readonly store: SpanStore;
  readonly models: ModelAccess;
  readonly comparer: Comparer;
  readonly isReadOnly: boolean;
}

const MODEL_BUDGET_USD = 1;

export function createMemories({ store, models, comparer, isReadOnly }: MemoriesOptions): Memories {
  let opened: NotesFiles | undefined;
  const files = async (): Promise<NotesFiles> => {
    const { path } = await store.info();
    opened ??= path === undefined ? createNotesMemory() : createNotesFiles(besideStore(path, 'memory'));
    return opened;
  };
  const toJson = (notes: NotesFile, path: string | undefined): AgentNotesJson => ({
    agent: notes.agent,
    isEnabled: notes.isEnabled,
    path: path ?? null,
    notes: notes.notes.length,
    edited: notes.notes.filter(isEdited).length,
    markdown: renderNotes(notes),
    before: notes.before,
    entries: notes.notes.map((note) => ({ id: note.id, markdown: note.text, isEdited: isEdited(note) })),
    after: notes.after,
  });
  const findAll = async (agent: string | undefined): Promise<readonly NotesFile[]> => {
    const kept = await files();
    if (agent === undefined) return kept.list();
    const found = await kept.find(agent);
    if (found !== undefined) return [found];
    throw new TraceError('artifact-not-found', {
      message: `there are no notes on the agent "${agent.slice(0, 80)}"`,
      fix: `make them: tracewright memory '${agent.slice(0, 80)}' --refresh`,
    });
  };

  /** By agent, in the order of the runs' ids. */
  async function gatherAttempts(agent: string | undefined): Promise<ReadonlyMap<string, readonly PastRun[]>> {
    const where: Filter | undefined =
      agent === undefined ? undefined : { kind: 'compare', field: 'agent', operator: '=', value: agent };
    const runs = new Map<RunId, StoredRun>();
    const attempts = new Map<string, PastRun[]>();
    const remembering = async function* (): AsyncGenerator<StoredRun> {
      for await (const run of listAllRuns(store, where)) {
        if (run.agent === undefined) continue;
        runs.set(run.runId, run);
        yield run;
      }
    };
    await ensureDiagnoses(store, remembering(), {
      isReadOnly,
      onDiagnosis: ({ runId, findings }) => {
        const run = runs.get(runId);
        runs.delete(runId);
        if (run?.agent === undefined) return;
        const { task, outcome, startTime } = run;
        const facts = {
          runId,
          outcome,
          ...(task === undefined ? {} : { task }),
          ...(startTime === undefined ? {} : { startTime }),
        };
        // Quotes are not noted: thousands of runs are held at once.
        const bare = findings.map((finding) => ({ ...finding, evidence: [] }));
        const own = attempts.get(run.agent) ?? [];
        own.push({ run: facts, findings: bare });
        attempts.set(run.agent, own);
      },
    });
    return attempts;
  }

  async function edit(
    agent: string | undefined,
    markdown: string | undefined,
    previous: string | undefined,
  ): Promise<NotesFile> {
    if (agent === undefined || markdown === undefined || previous === undefined)
      throw new TraceError('request-invalid', {
        message: '"write" takes an agent, the new markdown and the previous one',
        fix: 'read them first: GET /api/memory?agent=NAME',
      });
    const [old] = await findAll(agent);
    if (old !== undefined && renderNotes(old) !== previous)
      throw new TraceError('request-invalid', {
        message: `the notes on the agent "${agent.slice(0, 80)}" have changed since they were read`,
        fix: 'load them again, and edit what stands there now',
      });
    return { ...parseNotes(markdown, agent), agent };
  }

  return {
    async list(agent) {
      const kept = await files();
      return (await findAll(agent)).map((notes) => toJson(notes, kept.path(notes.agent)));
    },
    async change({ agent, action, markdown, previous, model: named, budgetUsd = MODEL_BUDGET_USD }, signal) {
      const kept = await files();
      const changed: NotesFile[] = [];
      if (action === 'refresh') {
        const settings = named === undefined ? undefined : models.choose(named);
        const model =
          settings === undefined ? undefined : models.open(settings, { maxUsd: budgetUsd, maxCalls: 100 });
        const attempts = await gatherAttempts(agent);
        if (agent !== undefined && !attempts.has(agent))
          throw new TraceError('artifact-not-found', {
            message: `no run is by an agent "${agent.slice(0, 80)}"`,
            fix: 'see the agents with `tracewright runs`',
          });
        for (const [name, own] of attempts) {
          const partingOf = await compareAttempts(store, comparer, own, signal);
          const counted = refreshNotes((await kept.find(name)) ?? createNotes(name), own, partingOf);
          changed.push(model === undefined ? counted : await rewriteNotes(counted, model, signal));
        }
      } else if (action === 'write') changed.push(await edit(agent, markdown, previous));
      else for (const notes of await findAll(agent)) changed.push({ ...notes, isEnabled: action === 'on' });
      for (const notes of changed) await kept.write(notes);
      return changed.map((notes) => toJson(notes, kept.path(notes.agent)));
    },
    async contextFor({ agent, runId }) {
      const notes = agent === undefined ? undefined : await (await files()).find(agent);
      return notes === undefined ? undefined : toContext(notes, runId);
    },
  };
}
