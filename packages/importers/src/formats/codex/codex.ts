/**
 * Codex rollouts: JSON lines, one session a file, written as it goes (`~/.codex/sessions/YYYY/MM/DD/rollout-*.jsonl`).
 *
 * Source: github.com/openai/codex, `codex-rs/protocol/src/protocol.rs` (RolloutItem, EventMsg) and `models.rs`
 * (ResponseItem). `response_item` is the conversation with the model, `event_msg` what the screen showed, `turn_context` the
 * settings of a turn, `compacted` a summary that replaced the conversation. A sub-agent's session is a file of its own.
 */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import { stringField } from '../../building/fields.ts';
import { hashRecord } from '../../building/ids.ts';
import { createProblemTally } from '../../building/problem-tally.ts';
import { createRunBuilder } from '../../building/run-builder.ts';
import { type ImportFormat, MATCH, refuse } from '../../format.ts';
import { readJsonLines } from '../../reading/json-lines.ts';
import { readRecord } from './rollout-record.ts';
import { createRolloutReader } from './rollout-reader.ts';
import { surveyRollout } from './rollout-survey.ts';

/** Of bare items, how many must be known. */
const READ_SHARE = 0.75;

export const codex: ImportFormat = {
  name: 'codex',
  title: 'Codex rollouts',
  versions: 'Codex CLI 0.2x (bare items) to 0.14x (sub-agents, completed items, ordinals)',
  kept: 'messages, reasoning that is not encrypted, tool calls and results with exit codes, tokens of each response, model and settings, client tools, forks and sub-agents as links, compactions, errors, events of the session',
  dropped:
    'encrypted reasoning, bytes of generated images, events that repeat items, streamed pieces, the history a compaction replaced, rate limits; the cost is not in the source',
  specification: 'https://github.com/openai/codex/blob/main/codex-rs/protocol/src/protocol.rs',
  detect(content) {
    const records =
      content.kind === 'jsonl' ? content.records : content.kind === 'json' ? [content.value] : undefined;
    if (records === undefined) return refuse('neither JSON lines nor a JSON document');
    if (records.some(isEnvelope)) return MATCH;
    // A session of an old version that just began: its header alone.
    if (content.kind === 'json' && isBareHeader(content.value)) return MATCH;
    if (content.kind === 'json')
      return refuse('no "type" session_meta, turn_context, response_item or event_msg with a "payload"');
    const [first] = records;
    const items = records.flatMap((record, index) => readRecord(record, index + 1) ?? []);
    const hasCalls = items.some(
      ({ type, payload }) => type === 'response_item' && payload['type'] !== 'message',
    );
    const isHeaded = isJsonObject(first) && items[0]?.type === 'session_meta';
    const isDated = records.every(
      (record) =>
        isJsonObject(record) && ('created_at' in record || stringField(record, 'type') !== undefined),
    );
    if (isHeaded && items.length > 1) return MATCH;
    // A kind of line that came later is no reason to refuse the rest.
    return hasCalls && isDated && items.length >= records.length * READ_SHARE
      ? MATCH
      : refuse(
          'no lines with "payload" and a type of a rollout, and no bare items of the model API after a header',
        );
  },
  async *import(unit) {
    const { path } = unit.file;
    const survey = await surveyRollout(unit.file);
    const run = createRunBuilder({
      format: 'codex',
      path,
      key: [survey.sessionId ?? hashRecord(survey.first)],
    });
    run.set({ agent: 'Codex' });
    const reader = createRolloutReader(run, path, survey);
    const tally = createProblemTally();
    for await (const line of readJsonLines(unit.file)) {
      const where = `line ${line.line}`;
      if (line.kind === 'broken') {
        if (line.isTail)
          run.problem(
            'file-truncated',
            `the last line is not whole: ${line.message}`,
            where,
            'the session may still be written: import again when it is',
          );
        else
          run.problem(
            'json-invalid',
            `not JSON: ${line.message}`,
            where,
            'the line was left out; repair it in the source and import again',
          );
        continue;
      }
      const record = readRecord(line.value, line.line);
      if (record === undefined)
        tally.add('record-invalid', 'a line is no record of a rollout', where, 'the line was left out');
      else reader.add(record);
      if (run.waiting > 2000) yield* run.take();
    }
    reader.finish();
    tally.report(run);
    yield* run.finish();
  },
};

/** The first line of a rollout before 0.32. */
function isBareHeader(value: JsonValue): boolean {
  const header = readRecord(value, 1);
  return header?.type === 'session_meta' && header.time !== undefined;
}

/** A line as rollouts have it since 0.32. */
function isEnvelope(value: JsonValue): boolean {
  if (!isJsonObject(value) || !isJsonObject(value['payload'])) return false;
  const { type } = value;
  return (
    type === 'session_meta' || type === 'turn_context' || type === 'response_item' || type === 'event_msg'
  );
}
