/**
 * tau-bench historical trajectories: one JSON array, one element a run.
 *
 * Source: github.com/sierra-research/tau-bench, `historical_trajectories/` and `tau_bench/types.py` (EnvRunResult).
 * `reward` is the grader's verdict; `info` holds the user's instruction, the expected actions and the grader's details:
 * all of it is label or hidden from the agent, so only the outcome's details are taken from it.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { createUnknownTypes } from '../../building/unknown-types.ts';
import { createRunBuilder } from '../../building/run-builder.ts';
import { idField } from '../../building/fields.ts';
import { hashRecord } from '../../building/ids.ts';
import { importChatMessages } from '../../building/chat-messages.ts';
import { type ImportFormat, type ImportItem, type ImportUnit, MATCH, refuse } from '../../format.ts';
import { readElements } from '../../reading/json-elements.ts';
import { invalidRecord } from '../../building/problems.ts';

export const tauBench: ImportFormat = {
  name: 'tau-bench',
  title: 'tau-bench trajectories',
  versions: 'historical trajectories of 2024, also as re-published with AgentRx',
  kept: 'messages, tool calls and results, task and trial, reward as outcome',
  dropped: 'info (expected actions and user instruction: hidden from the agent); no times in the source',
  specification: 'https://github.com/sierra-research/tau-bench',
  detect(content) {
    if (content.kind !== 'json') return refuse('not a JSON document');
    if (!Array.isArray(content.value)) return refuse('the top level is not an array');
    const [first] = content.value as readonly JsonValue[];
    if (!isJsonObject(first)) return refuse('the first element is not an object');
    if (!Array.isArray(first['traj'])) return refuse('elements have no array "traj"');
    if (first['task_id'] === undefined) return refuse('elements have no "task_id"');
    return MATCH;
  },
  async *import(unit) {
    for await (const { pointer, value } of readElements(unit.file, unit.content, [])) {
      if (isJsonObject(value) && Array.isArray(value['traj'])) yield* importRun(unit, pointer, value);
      else yield invalidRecord(unit.file.path, pointer, 'a run is not an object with an array "traj"');
    }
  },
};

function* importRun(unit: ImportUnit, pointer: string, record: JsonObject): Generator<ImportItem> {
  const task = idField(record, 'task_id') ?? 'unknown';
  const trial = idField(record, 'trial') ?? '0';
  const run = createRunBuilder({
    format: 'tau-bench',
    path: unit.file.path,
    key: [task, trial, hashRecord(record)],
  });
  const reward = record['reward'];
  run.set({ agent: 'assistant', task, environment: { trial } });
  if (typeof reward === 'number') {
    run.set({ outcome: { status: reward >= 1 ? 'success' : 'failure', score: reward, source: 'grader' } });
  }
  const unknown = createUnknownTypes();
  importChatMessages(run, record['traj'] ?? [], {
    path: unit.file.path,
    pointer: `${pointer}/traj`,
    unknown,
  });
  unknown.report(run);
  yield* run.finish();
}
