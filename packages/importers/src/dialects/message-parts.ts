/**
 * One block of a message's content, in any of the shapes that providers and frameworks write, to parts of our `Message`.
 *
 * Sources: OpenAI chat completions and responses, Anthropic messages, OpenTelemetry GenAI parts (schema v1.41; both
 * `response` and `result` are in use), Gemini `parts`, Vercel AI SDK content (`tool-call`, `tool-result`).
 */
import { isJsonObject, type JsonObject, type JsonValue, type MessagePart } from '@tracewright/core';
import { parseArguments } from '../building/run-builder.ts';
import { toolResultText } from '../building/chat-messages.ts';
import { takePictures, toMediaPart } from '../building/pictures.ts';
import { asArray, asObject, findText, toText } from '../reading/json-text.ts';

export function readParts(content: JsonValue | undefined): MessagePart[] {
  if (content === undefined || content === null) return [];
  return (Array.isArray(content) ? (content as readonly JsonValue[]) : [content]).flatMap(readPart);
}

export function textPart(content: string): MessagePart[] {
  return content === '' ? [] : [{ type: 'text', content }];
}

export function callPart(
  id: JsonValue | undefined,
  name: JsonValue | undefined,
  args: JsonValue | undefined,
): MessagePart {
  return { type: 'tool_call', name: toText(name), arguments: parseArguments(args ?? {}), ...withId(id) };
}

/** A result, and after it the pictures that came with it. */
export function responseParts(id: JsonValue | undefined, response: JsonValue | undefined): MessagePart[] {
  const { content, pictures } = takePictures(response ?? null);
  return [{ type: 'tool_call_response', response: toolResultText(content), ...withId(id) }, ...pictures];
}

/** An empty id is no id. */
function withId(id: JsonValue | undefined): { readonly id?: string } {
  return typeof id === 'string' && id !== '' ? { id } : {};
}

/** Where providers put reasoning that only they can read. */
const OPAQUE = ['encrypted_content', 'data', 'signature'];

function readPart(block: JsonValue): MessagePart[] {
  if (typeof block === 'string') return textPart(block);
  if (!isJsonObject(block)) return block === null ? [] : textPart(JSON.stringify(block));
  const type = block['type'];
  if (typeof type !== 'string') return readUntypedPart(block);
  switch (type.replaceAll('-', '_')) {
    case 'text':
    case 'input_text':
    case 'output_text':
    case 'summary_text':
    case 'refusal':
      return textPart(toText(block['text'] ?? block['content'] ?? block['refusal']));
    case 'thinking':
    case 'reasoning': {
      const summary = asArray(block['summary'])
        .map((item) => toText(asObject(item)?.['text']))
        .join('\n');
      const content = toText(
        block['thinking'] ?? block['reasoning'] ?? block['text'] ?? block['content'] ?? summary,
      );
      if (content !== '') return [{ type: 'reasoning', content }];
      const isSealed = OPAQUE.some((name) => findText(block, name) !== undefined);
      return isSealed ? [{ type: 'other', name: type, value: block }] : [];
    }
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      return [callPart(block['id'], block['name'], block['input'] ?? block['arguments'])];
    case 'function_call':
      return [callPart(block['call_id'] ?? block['id'], block['name'], block['arguments'])];
    case 'function':
    case 'tool_call':
    case 'server_tool_call': {
      const server = asObject(block['server_tool_call']);
      const inner = asObject(block['function']) ?? server ?? block;
      const args = inner['arguments'] ?? block['args'] ?? block['input'] ?? withoutType(server);
      const name = block['name'] ?? inner['name'] ?? block['toolName'] ?? server?.['type'];
      return [callPart(block['id'] ?? block['toolCallId'], name, args)];
    }
    case 'tool_result': {
      const output = asObject(block['output']);
      return responseParts(
        block['tool_use_id'] ?? block['toolCallId'],
        block['content'] ?? block['result'] ?? output?.['value'] ?? block['output'],
      );
    }
    case 'tool_call_response':
    case 'server_tool_call_response':
      return responseParts(
        block['id'],
        block['response'] ?? block['result'] ?? block['server_tool_call_response'],
      );
    case 'function_call_output':
      return responseParts(block['call_id'], block['output']);
    case 'image':
    case 'image_url':
    case 'input_image':
    case 'audio':
    case 'input_audio':
    case 'video':
    case 'document':
    case 'file':
    case 'input_file':
    case 'blob':
    case 'uri':
      return [readMedia(type, block)];
    default:
      return [{ type: 'other', name: type, value: block }];
  }
}

/** What a call of a provider's own tool says beside its kind: a query, code, an address. */
function withoutType(call: JsonObject | undefined): JsonObject | undefined {
  if (call === undefined) return undefined;
  const { type: _type, name: _name, ...told } = call;
  return told;
}

/** Gemini's parts say what they are by their member. */
function readUntypedPart(block: JsonObject): MessagePart[] {
  const call = asObject(block['function_call'] ?? block['functionCall']);
  if (call !== undefined) return [callPart(call['id'], call['name'], call['args'])];
  const answer = asObject(block['function_response'] ?? block['functionResponse']);
  if (answer !== undefined) return responseParts(answer['id'], answer['response']);
  const media = asObject(
    block['inline_data'] ?? block['inlineData'] ?? block['file_data'] ?? block['fileData'],
  );
  if (media !== undefined) return [readMedia('file', media)];
  if (typeof block['text'] === 'string') {
    return block['thought'] === true
      ? [{ type: 'reasoning', content: block['text'] }]
      : textPart(block['text']);
  }
  return [{ type: 'other', name: Object.keys(block)[0] ?? 'unknown', value: block }];
}

function readMedia(type: string, block: JsonObject): MessagePart {
  const inner = asObject(
    block['image_url'] ??
      block['source'] ??
      block['input_audio'] ??
      block['file'] ??
      block['image'] ??
      block['audio'] ??
      block['video'],
  );
  // OpenInference: {type: "image", image: {image: {url}}}.
  const nested = asObject(inner?.['image'] ?? inner?.['audio'] ?? inner?.['video']) ?? inner ?? block;
  const mimeType =
    findText(nested, 'mime_type', 'media_type', 'mimeType', 'mediaType') ??
    findText(block, 'mime_type', 'mediaType');
  const uri =
    findText(
      nested,
      'url',
      'uri',
      'image_url',
      'file_uri',
      'fileUri',
      'file_id',
      'image',
      'audio',
      'video',
    ) ?? findText(block, 'image_url', 'file_id');
  const kind = `${findText(block, 'modality') ?? ''} ${mimeType ?? ''} ${type}`;
  return toMediaPart({
    modality: /image|audio|video/.exec(kind)?.[0] ?? 'document',
    mimeType,
    uri,
    data: findText(nested, 'data', 'content', 'file_data'),
  });
}
