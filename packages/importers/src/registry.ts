/**
 * The formats in the order they are asked: the first that matches takes the file. A format that is a special case of
 * another stands before it; the generic ones (chat messages) stand last.
 */
import type { ImportFormat } from './format.ts';
import { magenticOne } from './formats/magentic-one/magentic-one.ts';
import { tauBench } from './formats/tau-bench/tau-bench.ts';
import { whoAndWhen } from './formats/who-and-when/who-and-when.ts';
import { tau2Bench } from './formats/tau2-bench/tau2-bench.ts';
import { bigBenchMistake } from './formats/big-bench-mistake/big-bench-mistake.ts';
import { agentDojo } from './formats/agentdojo/agentdojo.ts';
import { xes } from './formats/xes/xes.ts';
import { miniSweAgent } from './formats/mini-swe-agent/mini-swe-agent.ts';
import { codex } from './formats/codex/codex.ts';
import { openhandsEvents } from './formats/openhands/openhands-events.ts';
import { openhandsOutput } from './formats/openhands/openhands-output.ts';
import { sweAgent } from './formats/swe-agent/swe-agent.ts';
import { claudeCode } from './formats/claude-code/claude-code.ts';
import { claudeCodeStream } from './formats/claude-code-stream/claude-code-stream.ts';
import { inspect } from './formats/inspect/inspect.ts';
import { langfuse } from './formats/langfuse/langfuse.ts';
import { otlp } from './formats/otlp/otlp.ts';
import { atif } from './formats/atif/atif.ts';
import { harbor } from './formats/harbor/harbor.ts';
import { terminalBench } from './formats/terminal-bench/terminal-bench.ts';
import { chatMessages } from './formats/chat-messages/chat-messages.ts';
import { notRuns } from './formats/not-runs/not-runs.ts';

export const FORMATS: readonly ImportFormat[] = [
  harbor,
  terminalBench,
  sweAgent,
  miniSweAgent,
  openhandsEvents,
  openhandsOutput,
  codex,
  atif,
  claudeCode,
  claudeCodeStream,
  inspect,
  langfuse,
  otlp,
  tauBench,
  whoAndWhen,
  magenticOne,
  tau2Bench,
  bigBenchMistake,
  agentDojo,
  xes,
  chatMessages,
  notRuns,
];

/** The formats with a user's adapters among them: after all that know their format by name, before those that take what is left. */
export function withAdapters(adapters: readonly ImportFormat[]): readonly ImportFormat[] {
  const generic = FORMATS.indexOf(chatMessages);
  return [...FORMATS.slice(0, generic), ...adapters, ...FORMATS.slice(generic)];
}
