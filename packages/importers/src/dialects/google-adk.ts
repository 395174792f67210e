/**
 * Google Agent Development Kit: `gcp.vertex.agent.*` beside the GenAI names.
 *
 * Source: google/adk-python, src/google/adk/telemetry.
 */
import { asObject, findId, findJson } from '../reading/json-text.ts';
import { readMessages } from './messages.ts';
import { type SpanFacts, type SpanView, withoutUndefined } from './span-facts.ts';
import { readToolDefinitions } from './tool-definitions.ts';

export function readGoogleAdk({ attributes, roots, name }: SpanView): SpanFacts {
  if (!roots.has('gcp')) return {};
  const isTool = attributes['gcp.vertex.agent.tool_call_args'] !== undefined;
  const request = asObject(findJson(attributes, 'gcp.vertex.agent.llm_request'));
  const response = asObject(findJson(attributes, 'gcp.vertex.agent.llm_response'));
  const input = isTool ? undefined : readMessages(request);
  const output = isTool ? undefined : readMessages(response);
  return {
    operation: isTool ? 'tool' : name === 'call_llm' ? 'model' : undefined,
    conversation: findId(attributes, 'gcp.vertex.agent.session_id'),
    tool: isTool
      ? withoutUndefined({
          arguments: findJson(attributes, 'gcp.vertex.agent.tool_call_args'),
          result: findJson(attributes, 'gcp.vertex.agent.tool_response'),
        })
      : undefined,
    input,
    output,
    tools: readToolDefinitions(asObject(request?.['config'])?.['tools']),
    consumed: [
      ...(input === undefined ? [] : ['gcp.vertex.agent.llm_request']),
      ...(output === undefined ? [] : ['gcp.vertex.agent.llm_response']),
    ],
    consumedByCall: [
      'gcp.vertex.agent.tool_call_args',
      ...(isTool ? ['gcp.vertex.agent.tool_response'] : []),
    ],
  };
}
