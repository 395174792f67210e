/** An agent, each invocation recorded: a function, or an object with `generate`, `stream`, `invoke` or `run`. */
import type { Recorder } from './recorder.ts';
import { asFields, asText } from './messages/fields.ts';
import { createView } from './view.ts';
import { type AnyFunction, recordFunction, wrapFunction } from './wrap-function.ts';

const METHODS: ReadonlySet<unknown> = new Set(['generate', 'stream', 'invoke', 'run']);

export function wrapAgent<Agent extends AnyFunction | object>(
  recorder: Recorder,
  agent: Agent,
  name: string | undefined,
): Agent {
  if (!recorder.config.isEnabled) return agent;
  if (typeof agent === 'function')
    // A function of the type it was given as.
    return wrapFunction(recorder, agent as AnyFunction, { name, as: 'agent' }) as Agent;
  const fields = asFields(agent);
  const agentName = name ?? asText(fields?.['name']) ?? asText(fields?.['id']) ?? 'agent';
  return createView(agent, (value, key) => {
    if (typeof value !== 'function' || !METHODS.has(key)) return undefined;
    return (...args: unknown[]) =>
      recordFunction(recorder, { name: agentName, operation: 'agent' }, args.slice(0, 1), () =>
        Reflect.apply(value, agent, args),
      );
  });
}
