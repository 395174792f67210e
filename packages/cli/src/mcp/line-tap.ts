/** Reads a copy of newline-delimited JSON off a stream of bytes. What is no JSON, or too long, is passed over. */
import { StringDecoder } from 'node:string_decoder';

/** Characters of one message; a longer one is forwarded and not recorded. */
const MAX_LINE = 16 * 1024 * 1024;

export interface LineTap {
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => void;
}

export function createLineTap(onMessage: (message: unknown) => void): LineTap {
  const decoder = new StringDecoder('utf8');
  let pieces: string[] = [];
  let length = 0;
  const give = (): void => {
    const line = length > MAX_LINE ? '' : pieces.join('').trim();
    pieces = [];
    length = 0;
    if (line !== '') parse(line, onMessage);
  };
  return {
    push(chunk) {
      const lines = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)).split('\n');
      for (const [index, text] of lines.entries()) {
        if (index > 0) give();
        length += text.length;
        if (length <= MAX_LINE) pieces.push(text);
      }
    },
    end: give,
  };
}

function parse(text: string, onMessage: (message: unknown) => void): void {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return;
  }
  onMessage(message);
}

/** Reads a copy of server-sent events: the `data` of each, as JSON. Source: html.spec.whatwg.org, server-sent events. */
export function createEventTap(onMessage: (message: unknown) => void): LineTap {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let data: string[] = [];
  let length = 0;
  const give = (): void => {
    if (data.length > 0 && length <= MAX_LINE) parse(data.join('\n'), onMessage);
    data = [];
    length = 0;
  };
  const see = (line: string): void => {
    if (line === '') return give();
    if (!line.startsWith('data:')) return;
    length += line.length;
    if (length <= MAX_LINE) data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
  };
  return {
    push(chunk) {
      rest += decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      if (rest.length > MAX_LINE && !rest.includes('\n')) rest = '';
      // A carriage return at the end may be half of a line break.
      const isHalf = rest.endsWith('\r');
      const lines = (isHalf ? rest.slice(0, -1) : rest).split(/\r\n|\n|\r/);
      rest = (lines.pop() ?? '') + (isHalf ? '\r' : '');
      for (const line of lines) see(line);
    },
    end: give,
  };
}

/** Reads a copy of one JSON body. */
export function createBodyTap(onMessage: (message: unknown) => void): LineTap {
  const decoder = new StringDecoder('utf8');
  let pieces: string[] = [];
  let length = 0;
  return {
    push(chunk) {
      length += chunk.byteLength;
      if (length > MAX_LINE) pieces = [];
      else pieces.push(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
    },
    end() {
      if (length > 0 && length <= MAX_LINE) parse(pieces.join(''), onMessage);
    },
  };
}
