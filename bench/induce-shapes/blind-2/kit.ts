/** All that the renderers of this folder start from, and how they walk through a conversation. */
import type { JsonValue } from '@tracewright/core';
import type { ExpectedStep } from '../../induce-compare.ts';
import type { AgentTurn, Call, Turn } from '../conversations.ts';
import { withIds } from '../blind/write.ts';
import { pythonJson } from '../shape.ts';

export type { ExpectedStep } from '../../induce-compare.ts';
export * from '../blind/write.ts';
export type { AgentTurn, Call, Conversation, Turn } from '../conversations.ts';
export * from '../shape.ts';

export interface CallWithId {
  readonly call: Call;
  readonly id: string;
}

/** What is written for a message of the user, and for a turn of the agent, whose calls have ids. */
export function tell<T>(
  turns: readonly Turn[],
  newId: () => string,
  user: (text: string) => T[],
  agent: (turn: AgentTurn, calls: readonly CallWithId[]) => T[],
): T[] {
  return turns.flatMap((turn) => (turn.by === 'user' ? user(turn.text) : agent(turn, withIds(turn, newId))));
}

/** For logs that name results nowhere, or those of some tools. */
export function withoutResults(
  steps: readonly ExpectedStep[],
  ofTool: (tool: string) => boolean = () => true,
): ExpectedStep[] {
  return steps.map(({ result, ...step }) =>
    result === undefined || ofTool(step.tool ?? '') ? step : { ...step, result },
  );
}

/** As Python's `json.dumps` with an indent writes it. */
export function pythonIndented(value: unknown, indent: number): string {
  return JSON.stringify(value, null, indent).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A line a record, as `json.dumps` writes each. */
export function pythonLines(records: readonly object[]): string {
  return records.map((record) => `${pythonJson(record as JsonValue)}\n`).join('');
}
