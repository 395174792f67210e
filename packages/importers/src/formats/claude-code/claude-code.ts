/**
 * Claude Code project sessions: one JSON object a line, one file a session, sub-agents in files of their own. A session with
 * its sub-agents is one run; a sub-agent's file without its session is a run of its own.
 *
 * Source: no published schema; observed in logs of versions 1.0 to 2.1 (docs.claude.com/en/docs/claude-code describes
 * the folder). Lines form a tree by uuid and parentUuid; file order is the order of events, and what a person went back
 * from stays in the file: the turn said after going back is marked.
 */
import { isJsonObject } from '@tracewright/core';
import { createRunBuilder, type RunBuilder } from '../../building/run-builder.ts';
import { problem } from '../../building/problems.ts';
import { createUnknownTypes } from '../../building/unknown-types.ts';
import {
  type Detection,
  type ImportFormat,
  type ImportItem,
  type ImportUnit,
  MATCH,
  refuse,
  skip,
} from '../../format.ts';
import { type Content, HEAD_BYTES } from '../../reading/content.ts';
import { readJsonLines } from '../../reading/json-lines.ts';
import { fileName, type SourceFile } from '../../reading/source-file.ts';
import { createAgentLinks } from './agent-links.ts';
import { findParts, headRecords, identify } from './session-files.ts';
import { createSessionFacts } from './session-facts.ts';
import { createSessionReader, type SessionReader } from './session-reader.ts';
import { listSubAgents, openSubAgent, takeNext } from './sub-agents.ts';

export const claudeCode: ImportFormat = {
  name: 'claude-code',
  title: 'Claude Code sessions (~/.claude/projects)',
  versions:
    'Claude Code 1.0 to 2.1: sub-agents in the session, beside it and below it; teammates, background agents, workflows',
  kept: 'turns, reasoning, tool calls and results, tokens, times, model, sub-agents below the call that started them, reminders and attachments as model input, hooks and modes as events',
  dropped: 'file snapshots, progress ticks, account ids, copies of file contents beside tool results',
  specification: 'https://docs.claude.com/en/docs/claude-code',
  detect,
  parts: (file, content, files, open) => findParts(file, content, files, open),
  import: importSession,
};

/** Lines that any session may hold, and that hold no turn. */
const WITHOUT_TURN: ReadonlySet<string> = new Set(
  'summary system attachment progress file-history-snapshot queue-operation custom-title ai-title agent-name last-prompt mode permission-mode'.split(
    ' ',
  ),
);

function detect(content: Content): Detection {
  const records = headRecords(content);
  const [first] = records;
  if (first === undefined) return refuse('no JSON objects');
  if (typeof first['agentType'] === 'string' && records.length === 1 && first['message'] === undefined)
    return skip('describes a Claude Code sub-agent; read with its session');
  if (typeof first['runId'] === 'string' && Array.isArray(first['workflowProgress']))
    return skip('describes a Claude Code workflow; read with its session');
  const types = records.map((record) => record['type']);
  if (
    types.every((type) => type === 'started' || type === 'result') &&
    typeof first['agentId'] === 'string' &&
    typeof first['key'] === 'string'
  ) {
    return skip('the journal of a Claude Code workflow; read with its session');
  }
  const hasTurn = records.some((record) => {
    const isTurn =
      (record['type'] === 'user' || record['type'] === 'assistant') && isJsonObject(record['message']);
    return isTurn && typeof record['sessionId'] === 'string';
  });
  if (hasTurn) return MATCH;
  const isBookkeeping =
    types.every((type) => typeof type === 'string' && WITHOUT_TURN.has(type)) && records.some(isSessionLine);
  if (!isBookkeeping)
    return refuse('no line has "type" user or assistant with a "message" and a "sessionId"');
  const isSeenWhole =
    content.kind === 'json' ||
    (content.kind === 'jsonl' && records.length < 50 && content.head.length < HEAD_BYTES / 4);
  return isSeenWhole ? skip('a Claude Code session without a message') : MATCH;
}

function isSessionLine(record: { readonly [key: string]: unknown }): boolean {
  return (
    typeof record['sessionId'] === 'string' ||
    isJsonObject(record['snapshot']) ||
    typeof record['leafUuid'] === 'string'
  );
}

async function* importSession(unit: ImportUnit): AsyncGenerator<ImportItem> {
  const { sessionId, agentId } = identify(unit.content);
  const name = fileName(unit.file.path).replace(/\.jsonl$/, '');
  const run = createRunBuilder({
    format: 'claude-code',
    path: unit.file.path,
    key: [sessionId ?? name, ...(agentId === undefined ? [] : [agentId])],
  });
  run.set({ agent: 'claude-code' });
  const unknown = createUnknownTypes();
  const links = createAgentLinks();
  const facts = createSessionFacts();
  yield* readFile(
    run,
    unit.file,
    createSessionReader({ run, unknown, links, facts, scope: agentId === undefined ? undefined : run.root }),
  );
  const agents = agentId === undefined ? await listSubAgents(unit) : [];
  for (let next = takeNext(agents, links); next !== undefined; next = takeNext(agents, links)) {
    const scope = openSubAgent(run, next.agent, next.call);
    yield* readFile(
      run,
      next.agent.file,
      createSessionReader({ run, unknown, links, facts: createSessionFacts(), scope }),
    );
  }
  facts.apply(run, { agentId });
  unknown.report(run);
  yield* run.finish();
}

async function* readFile(
  run: RunBuilder,
  file: SourceFile,
  reader: SessionReader,
): AsyncGenerator<ImportItem> {
  for await (const line of readJsonLines(file)) {
    if (line.kind === 'broken') yield brokenLine(file.path, line);
    else if (!isJsonObject(line.value))
      yield problem(
        file.path,
        'record-invalid',
        `line ${line.line}`,
        'a line is not a JSON object',
        'the line was left out',
      );
    else reader.line(line.value, { path: file.path, line: line.line });
    if (run.waiting > 2000) yield* run.take();
  }
  reader.flush();
}

function brokenLine(path: string, line: { line: number; message: string; isTail: boolean }): ImportItem {
  return line.isTail
    ? problem(
        path,
        'file-truncated',
        `line ${line.line}`,
        'the last line breaks off: the session may still be being written',
        'import again when it has ended; what is there was imported',
      )
    : problem(
        path,
        'json-invalid',
        `line ${line.line}`,
        `a line is not JSON: ${line.message}`,
        'the line was left out; the rest was imported',
      );
}
