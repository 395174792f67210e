/** Results of tools, as Codex writes them: text, text with a header, JSON in text, parts, or an object. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { compact, numberField, objectField } from '../../building/fields.ts';
import { toolResultText } from '../../building/chat-messages.ts';
import { parseArguments } from '../../building/run-builder.ts';

export interface ToolOutput {
  readonly content: JsonValue;
  readonly isError: boolean | undefined;
  readonly attributes: JsonObject;
}

/** The header that the shell tools put before their output. */
const EXIT_HEADER = /^(?:Exit code: |Process exited with code )(-?\d+)/m;
/** The header stands within this many characters. */
const HEADER_LENGTH = 300;

export function readToolOutput(output: JsonValue | undefined): ToolOutput {
  if (typeof output === 'string') return readText(output);
  if (Array.isArray(output))
    return {
      content: toolResultText(output as readonly JsonValue[]),
      isError: undefined,
      attributes: {},
    };
  if (!isJsonObject(output)) return { content: output ?? null, isError: undefined, attributes: {} };
  if (typeof output['text'] === 'string' && typeof output['type'] === 'string')
    return readText(output['text']);
  const success = output['success'];
  if (output['content'] !== undefined && typeof success === 'boolean')
    return { ...readToolOutput(output['content']), isError: !success };
  const code = numberField(output, 'exitCode') ?? numberField(output, 'exit_code');
  return { content: output, isError: toError(code), attributes: compact({ 'process.exit.code': code }) };
}

function readText(text: string): ToolOutput {
  const parsed = text.startsWith('{"output":') ? parseArguments(text) : null;
  if (isJsonObject(parsed) && typeof parsed['output'] === 'string') {
    const metadata = objectField(parsed, 'metadata');
    const code = numberField(metadata, 'exit_code');
    const attributes = compact({
      'process.exit.code': code,
      'codex.duration_seconds': metadata['duration_seconds'],
    });
    return { content: parsed['output'], isError: toError(code), attributes };
  }
  const found = EXIT_HEADER.exec(text.slice(0, HEADER_LENGTH))?.[1];
  const code = found === undefined ? undefined : Number(found);
  return { content: text, isError: toError(code), attributes: compact({ 'process.exit.code': code }) };
}

function toError(code: number | undefined): boolean | undefined {
  return code === undefined ? undefined : code !== 0;
}
