import { type Message, type MessagePart, readSpanText, type Span } from '@tracewright/core';
import type { BlindRun } from '../detect/context.ts';
import type { LocatedStep } from '../steps/locate-steps.ts';
import { buildSpanForest } from '../steps/span-forest.ts';

/**
 * The conversation that the main agent had had after these steps: instructions, task, and one message a step, each call with
 * its result. Sub-agents have conversations of their own, which are not part of it. Reasoning is left out: models do not
 * take back what another call thought.
 */
export function buildConversation(
  run: BlindRun,
  spans: readonly Span[],
  steps: readonly LocatedStep[],
): Message[] {
  const own = steps.filter(({ step }) => step.depth === 0);
  const messages: Message[] = [];
  const system = findInstructions(spans);
  if (system !== undefined) messages.push(system);
  const isTaskTold = own.some(({ step }) => step.role === 'user');
  if (!isTaskTold && run.taskText !== undefined) messages.push(say('user', [textPart(run.taskText)]));
  for (const located of own) {
    const { step } = located;
    const { tool, arguments: value = null, text = '' } = step.action;
    if (tool === undefined) {
      // Providers refuse an empty message.
      if (text === '') continue;
      messages.push(say(step.role === 'agent' ? 'assistant' : 'user', [textPart(text)], step.agent));
      continue;
    }
    const id = step.action.callId ?? `call-${step.index}`;
    const said = located.said.map(({ span, path }) => readSpanText(span, path) ?? '').join('\n');
    messages.push(
      say('assistant', [
        ...(said === '' ? [] : [textPart(said)]),
        { type: 'tool_call', id, name: tool, arguments: value },
      ]),
      say('tool', [{ type: 'tool_call_response', id, response: step.observation?.text ?? null }]),
    );
  }
  return messages;
}

/** The first of the main agent; of any agent, where it has none. */
function findInstructions(spans: readonly Span[]): Message | undefined {
  const forest = buildSpanForest(spans);
  let ofOther: Message | undefined;
  for (const [index, { input }] of forest.spans.entries()) {
    const found = input.find(({ role }) => role === 'system' || role === 'developer');
    if (found !== undefined && forest.depth[index] === 0) return found;
    ofOther ??= found;
  }
  return ofOther;
}

function textPart(content: string): MessagePart {
  return { type: 'text', content };
}

function say(role: string, parts: readonly MessagePart[], name?: string): Message {
  return { role, parts, ...(name === undefined ? {} : { name }) };
}
