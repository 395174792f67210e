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
  // The line that has not ended, in pieces: each is looked through once, however long the line gets.
  let pieces: string[] = [];
  let lineLength = 0;
  let data: string[] = [];
  let length = 0;
  /** What comes next may be the other half of a line break. */
  let isAfterReturn = false;
  const give = (): void => {
    if (data.length > 0 && length <= MAX_LINE) parse(data.join('\n'), onMessage);
    data = [];
    length = 0;
  };
  const endLine = (): void => {
    const line = pieces.join('');
    length += lineLength;
    if (lineLength === 0) give();
    else if (length > MAX_LINE) data = [];
    else if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
    pieces = [];
    lineLength = 0;
  };
  return {
    push(chunk) {
      const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      if (text === '') return;
      const lines = (isAfterReturn && text.startsWith('\n') ? text.slice(1) : text).split(/\r\n|\n|\r/);
      isAfterReturn = text.endsWith('\r');
      for (const [index, piece] of lines.entries()) {
        if (index > 0) endLine();
        lineLength += piece.length;
        if (lineLength <= MAX_LINE) pieces.push(piece);
      }
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
