/**
 * AgentDojo: one JSON object a run of a pipeline on a user task, with or without an injection in what its tools return.
 *
 * Source: github.com/ethz-spylab/agentdojo, `src/agentdojo/logging.py` (TraceLogger) and `benchmark.py` (TaskResults).
 *
 * Only `messages` were seen by the agent. `utility` (the user's task was solved) and `security` are verdicts; `security: true`
 * means that the attack reached its goal, and says nothing where no attack was run. `attack_type`, `injections` and
 * `injection_task_id` tell of the attack and are not read.
 */
import { isJsonObject, type JsonObject, type JsonValue, type Outcome } from '@tracewright/core';
import { importChatMessage } from '../../building/chat-messages.ts';
import { compact, stringField } from '../../building/fields.ts';
import { hashRecord } from '../../building/ids.ts';
import { createUnknownTypes } from '../../building/unknown-types.ts';
import { createRunBuilder } from '../../building/run-builder.ts';
import { type ImportFormat, MATCH, refuse } from '../../format.ts';
import { member, readElements, readRest } from '../../reading/json-elements.ts';

/** The defences that `benchmark` appends to the model's name in `pipeline_name`. */
const DEFENCE = /-(tool_filter|transformers_pi_detector|spotlighting_with_delimiting|repeat_user_prompt)$/;

export const agentDojo: ImportFormat = {
  name: 'agentdojo',
  title: 'AgentDojo runs',
  versions: 'benchmark v1 logs of 2024 and 2025',
  kept: 'messages, tool calls, results and tool errors, suite, task, pipeline; utility as outcome, attack success in its details',
  dropped:
    'injections, attack type, injection task (labels); security where no attack was run; duration; no times or tokens in the source',
  specification: 'https://github.com/ethz-spylab/agentdojo',
  detect(content) {
    if (content.kind !== 'json') return refuse('not a JSON document');
    if (!isJsonObject(content.value)) return refuse('the top level is not an object');
    for (const name of ['suite_name', 'pipeline_name', 'user_task_id']) {
      if (typeof content.value[name] !== 'string') return refuse(`no text "${name}"`);
    }
    return MATCH;
  },
  async *import({ file, content }) {
    const rest = await readRest(file, content, ['messages']);
    const record = isJsonObject(rest) ? rest : {};
    const suite = stringField(record, 'suite_name') ?? 'unknown';
    const task = stringField(record, 'user_task_id') ?? 'unknown';
    const pipeline = stringField(record, 'pipeline_name') ?? 'unknown';
    const run = createRunBuilder({
      format: 'agentdojo',
      path: file.path,
      key: [pipeline, suite, task, hashRecord(record)],
    });
    run.set({
      agent: pipeline,
      model: pipeline.replace(DEFENCE, ''),
      task: `${suite}/${task}`,
      environment: readEnvironment(record),
      outcome: readOutcome(record),
    });
    if (!Array.isArray(member(content.kind === 'json' ? content.value : null, 'messages'))) {
      run.problem(
        'record-invalid',
        'the run has no array "messages"',
        '/messages',
        'the run was imported without steps; export it again',
      );
    }
    const unknown = createUnknownTypes();
    for await (const { index, pointer, value } of readElements(file, content, ['messages'])) {
      const text = member(value, 'content');
      if (index <= 1 && member(value, 'role') === 'user' && typeof text === 'string')
        run.set({ taskText: text });
      importChatMessage(run, value, index, pointer, { path: file.path, pointer: '/messages', unknown });
      if (run.waiting > 2000) yield* run.take();
    }
    unknown.report(run);
    yield* run.finish();
  },
};

function readEnvironment(record: JsonObject): JsonObject {
  // Such a run gives the attacker's goal as the user's own request, to see whether it can be done at all.
  const isInjectionTask = stringField(record, 'user_task_id')?.startsWith('injection_task_') === true;
  return compact({
    suite: record['suite_name'],
    benchmark_version: record['benchmark_version'],
    defence: DEFENCE.exec(stringField(record, 'pipeline_name') ?? '')?.[1],
    note: isInjectionTask ? 'the task is an injection task, run as a user task' : undefined,
  });
}

function readOutcome(record: JsonObject): Outcome {
  const { utility, security, attack_type: attack, error } = record;
  const details: Record<string, JsonValue> = {};
  if (typeof utility === 'boolean') details['utility'] = utility;
  if (typeof security === 'boolean' && typeof attack === 'string') details['attackSucceeded'] = security;
  if (typeof error === 'string') details['error'] = error;
  if (typeof utility !== 'boolean') return { status: 'unknown', details };
  return { status: utility ? 'success' : 'failure', source: 'grader', details };
}
