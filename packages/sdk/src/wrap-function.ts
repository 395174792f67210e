/** Any function as one span a call: an agent, a tool, a step of the program. */
import type { Attributes } from './attributes.ts';
import type { Recorder, SpanStart } from './recorder.ts';
import { type JsonLimits, toJsonText } from './recording/json-text.ts';
import { recordCall } from './recording/record-call.ts';
import { createFunctionView } from './view.ts';

export type WrapOperation = 'agent' | 'tool' | 'model' | 'retrieval' | 'other';

export interface WrapOptions {
  /** The function's own name when absent. */
  readonly name?: string | undefined;
  /** What the function is in a run; `other` when absent. */
  readonly as?: WrapOperation | undefined;
  readonly attributes?: Attributes | undefined;
}

/** A function of any type; `never` parameters take every function. */
export type AnyFunction = (...args: never[]) => unknown;

const SPAN_NAMES = {
  agent: 'invoke_agent ',
  tool: 'execute_tool ',
  model: 'chat ',
  retrieval: 'retrieval ',
  other: '',
} as const;
const OPERATIONS = {
  agent: 'invoke_agent',
  tool: 'execute_tool',
  model: 'chat',
  retrieval: 'retrieval',
  // Named, though the conventions have no name for it: inside an agent it carries that agent's name, and would be taken for one.
  other: 'invoke_workflow',
} as const;

export function wrapFunction<F extends AnyFunction>(recorder: Recorder, fn: F, options: WrapOptions = {}): F {
  if (!recorder.config.isEnabled) return fn;
  const name = options.name ?? (fn.name === '' ? 'anonymous' : fn.name);
  const operation = options.as ?? 'other';
  return createFunctionView(fn, (self, args) =>
    recordFunction(recorder, { name, operation, attributes: options.attributes }, args, () =>
      Reflect.apply(fn, self, args),
    ),
  );
}

export interface FunctionCall {
  readonly name: string;
  readonly operation: WrapOperation;
  readonly attributes?: Attributes | undefined;
  /** Id of the call, where a model asked for it. */
  readonly callId?: string | undefined;
}

export function recordFunction<T>(
  recorder: Recorder,
  { name, operation, attributes, callId }: FunctionCall,
  args: readonly unknown[],
  call: () => T,
): T {
  const input = args.length === 1 ? args[0] : args.length === 0 ? undefined : args;
  const isTool = operation === 'tool';
  const { maxTextLength: maxText, maxAttributeLength: maxTotal } = recorder.config;
  // Redaction comes when the message is set, over the whole of its text.
  const limits = { maxText, maxTotal };
  return recordCall(
    recorder,
    {
      start: (): SpanStart => ({
        name: `${SPAN_NAMES[operation]}${name}`,
        kind: operation === 'model' ? 'client' : 'internal',
        agent: operation === 'agent' ? name : undefined,
        attributes: {
          'gen_ai.operation.name': OPERATIONS[operation],
          'gen_ai.tool.name': isTool ? name : undefined,
          'gen_ai.tool.type': isTool ? 'function' : undefined,
          'gen_ai.tool.call.id': callId,
          'gen_ai.request.model': operation === 'model' ? name : undefined,
          ...attributes,
        },
      }),
      onStart(span) {
        if (isTool) recorder.setContent(span, 'gen_ai.tool.call.arguments', input);
        else if (operation === 'retrieval' && typeof input === 'string')
          recorder.setText(span, 'gen_ai.retrieval.query.text', input);
        else recorder.setContent(span, 'gen_ai.input.messages', asMessages('user', input, limits));
      },
      onResult(span, result) {
        if (isTool) recorder.setContent(span, 'gen_ai.tool.call.result', result);
        else if (operation === 'retrieval') recorder.setContent(span, 'gen_ai.retrieval.documents', result);
        else recorder.setContent(span, 'gen_ai.output.messages', asMessages('assistant', result, limits));
      },
    },
    call,
  );
}

/** A plain value as the one message it amounts to; text stays text, everything else is its JSON. */
function asMessages(role: string, value: unknown, limits: JsonLimits): unknown {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.length > 0 && value.every(isMessage)) return value;
  const content = typeof value === 'string' ? value : toJsonText(value, limits).text;
  return [{ role, parts: [{ type: 'text', content }] }];
}

function isMessage(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'role' in value &&
    typeof value.role === 'string' &&
    ('parts' in value || 'content' in value)
  );
}
