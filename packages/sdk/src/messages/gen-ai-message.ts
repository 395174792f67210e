/** Messages in the shape of the OpenTelemetry GenAI conventions v1.41 (gen-ai-input-messages.json). */
import { sizeOfBytes } from '../recording/json-text.ts';

export interface GenAiMessage {
  readonly role: string;
  readonly name?: string | undefined;
  readonly parts: readonly GenAiPart[];
  readonly finish_reason?: string | undefined;
}

export type GenAiPart =
  | { readonly type: 'text' | 'reasoning'; readonly content: string }
  | {
      readonly type: 'tool_call';
      readonly id?: string | undefined;
      readonly name: string;
      readonly arguments: unknown;
    }
  | { readonly type: 'tool_call_response'; readonly id?: string | undefined; readonly response: unknown }
  | {
      readonly type: 'uri';
      readonly modality: string;
      readonly mime_type?: string | undefined;
      readonly uri: string;
    }
  /** Bytes are not recorded, only that they were there. */
  | {
      readonly type: 'blob';
      readonly modality: string;
      readonly mime_type?: string | undefined;
      readonly size_bytes?: number | undefined;
    }
  /** A part of another kind, as the library has it. */
  | { readonly type: string; readonly [key: string]: unknown };

export function textParts(content: string | undefined): GenAiPart[] {
  return content === undefined || content === '' ? [] : [{ type: 'text', content }];
}

/** An image, sound or file, given as bytes, base64, a data URL or an address. */
export function mediaPart(data: unknown, mimeType: string | undefined, kind: string = ''): GenAiPart {
  const uri =
    data instanceof URL ? data.href : typeof data === 'string' && /^https?:/.test(data) ? data : undefined;
  const inData = typeof data === 'string' ? /^data:([^;,]*)/.exec(data)?.[1] : undefined;
  const type = mimeType ?? inData;
  const modality = /image|audio|video/.exec(`${type ?? ''} ${kind}`)?.[0] ?? 'document';
  if (uri !== undefined) return { type: 'uri', modality, mime_type: type, uri };
  const bytes = typeof data === 'object' && data !== null ? sizeOfBytes(data) : undefined;
  const size = typeof data === 'string' ? Math.floor((data.length * 3) / 4) : bytes;
  return { type: 'blob', modality, mime_type: type, size_bytes: size };
}
