/**
 * Any value as JSON text, whatever it holds: cycles, BigInt, bytes, getters that throw. The text is bounded and stays valid
 * JSON: what is cut is replaced by a text that says so. Bytes are never written, only their number.
 */
export interface JsonLimits {
  /** Characters of one string. */
  readonly maxText: number;
  /** Characters of the whole. */
  readonly maxTotal: number;
  /** Passes over every string that is written, keys excepted. */
  readonly mask?: ((text: string) => string) | undefined;
}

export interface JsonText {
  readonly text: string;
  readonly isTruncated: boolean;
}

const MAX_DEPTH = 64;

interface Writer extends JsonLimits {
  left: number;
  isTruncated: boolean;
  readonly ancestors: object[];
}

export function toJsonText(value: unknown, limits: JsonLimits): JsonText {
  const { maxText, maxTotal, mask } = limits;
  // The engine's own writer is several times faster; most values are plain and fit.
  if (mask === undefined && measurePlain(value, maxText, maxTotal, 0) <= maxTotal)
    return { text: JSON.stringify(value) ?? 'null', isTruncated: false };
  const writer: Writer = { maxText, maxTotal, mask, left: maxTotal, isTruncated: false, ancestors: [] };
  const text = write(writer, value) ?? 'null';
  return { text, isTruncated: writer.isTruncated };
}

/** Plain values nest this deep at most; a cycle gets here and is left to the writer that knows cycles. */
const MAX_PLAIN_DEPTH = 16;

/**
 * About the characters of a value that JSON.stringify writes as this module would: plain objects and lists of texts, numbers
 * and flags, every text within its limit. Infinity for all others. Gives up as soon as the limit is passed.
 */
function measurePlain(value: unknown, maxText: number, limit: number, depth: number): number {
  switch (typeof value) {
    case 'string':
      return value.length <= maxText ? value.length + 2 : Infinity;
    case 'number':
      return Number.isFinite(value) ? 8 : Infinity;
    case 'boolean':
    case 'undefined':
      return 5;
    case 'bigint':
    case 'function':
    case 'symbol':
      return Infinity;
    case 'object':
      break;
  }
  if (value === null) return 4;
  if (depth > MAX_PLAIN_DEPTH) return Infinity;
  let size = 2;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && size <= limit; index += 1)
      size += 1 + measurePlain(value[index], maxText, limit - size, depth + 1);
    return size;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return Infinity;
  // Descriptors are not asked for: a getter is run twice, which is the host's own price for one, and may throw.
  try {
    for (const key in value) {
      size += key.length + 4;
      // An enumerable key of a plain object: reading it cannot be wrong in type, only in value.
      const member = (value as Readonly<Record<string, unknown>>)[key];
      if (key === 'toJSON') return Infinity;
      size += measurePlain(member, maxText, limit - size, depth + 1);
      if (size > limit) return size;
    }
  } catch {
    return Infinity;
  }
  return size;
}

/** One string under the limits, without quotes. */
export function boundText(value: string, { maxText, maxTotal, mask }: JsonLimits): JsonText {
  const masked = mask === undefined ? value : mask(value);
  const limit = Math.min(maxText, maxTotal);
  if (masked.length <= limit) return { text: masked, isTruncated: false };
  return { text: cutText(masked, limit), isTruncated: true };
}

function cutText(text: string, limit: number): string {
  // Not between the two units of one character: UTF-8 has no word for half of it.
  const isInside = (text.charCodeAt(limit - 1) & 0xfc00) === 0xd800;
  const kept = Math.max(0, isInside ? limit - 1 : limit);
  return `${text.slice(0, kept)}…[${text.length - kept} characters cut]`;
}

/** @returns undefined for what JSON has no word for: functions, symbols, undefined */
function write(writer: Writer, value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return writeText(writer, value);
    case 'number':
      return spend(writer, Number.isFinite(value) ? String(value) : `"${value}"`);
    case 'boolean':
      return spend(writer, String(value));
    case 'bigint':
      return spend(writer, `"${value}"`);
    case 'object':
      return value === null ? spend(writer, 'null') : writeObject(writer, value);
    case 'undefined':
    case 'function':
    case 'symbol':
      return undefined;
  }
}

function spend(writer: Writer, text: string): string {
  writer.left -= text.length;
  return text;
}

function writeText(writer: Writer, value: string): string {
  const { text, isTruncated } = boundText(value, {
    maxText: writer.maxText,
    maxTotal: Math.max(0, writer.left),
    mask: writer.mask,
  });
  if (isTruncated) writer.isTruncated = true;
  return spend(writer, JSON.stringify(text));
}

function writeObject(writer: Writer, value: object): string | undefined {
  const bytes = sizeOfBytes(value);
  if (bytes !== undefined) return spend(writer, `"[${bytes} bytes]"`);
  if (writer.ancestors.includes(value)) return spend(writer, '"[circular]"');
  if (writer.left <= 0 || writer.ancestors.length >= MAX_DEPTH) {
    writer.isTruncated = true;
    return '"[cut]"';
  }
  writer.ancestors.push(value);
  try {
    return writeMembers(writer, value);
  } catch (error) {
    // A getter, a toJSON or a proxy of the host threw: it costs this value alone. A mask that throws must not let text out.
    return spend(writer, JSON.stringify(`[unreadable: ${error instanceof Error ? error.name : 'error'}]`));
  } finally {
    writer.ancestors.pop();
  }
}

function writeMembers(writer: Writer, value: object): string | undefined {
  if (Array.isArray(value)) return writeItems(writer, value);
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    const plain: unknown = value.toJSON();
    if (plain !== value) return write(writer, plain);
  }
  if (value instanceof Map) return write(writer, Object.fromEntries(value));
  if (value instanceof Set) return writeItems(writer, [...value]);
  if (value instanceof Error)
    return write(writer, Object.assign({ name: value.name, message: value.message }, value));
  let text = '';
  let isFirst = true;
  for (const key of Object.keys(value)) {
    if (writer.left <= 0) {
      writer.isTruncated = true;
      break;
    }
    // Own enumerable key of an object: reading it cannot be wrong in type, only in value.
    const member = write(writer, (value as Readonly<Record<string, unknown>>)[key]);
    if (member === undefined) continue;
    const name = JSON.stringify(key);
    writer.left -= name.length + 2;
    text += `${isFirst ? '' : ','}${name}:${member}`;
    isFirst = false;
  }
  return `{${text}}`;
}

function writeItems(writer: Writer, items: readonly unknown[]): string {
  let text = '';
  for (let index = 0; index < items.length; index += 1) {
    if (writer.left <= 0) {
      writer.isTruncated = true;
      text += `${index === 0 ? '' : ','}"[${items.length - index} items cut]"`;
      break;
    }
    text += `${index === 0 ? '' : ','}${write(writer, items[index]) ?? 'null'}`;
    writer.left -= 1;
  }
  return `[${text}]`;
}

/** Bytes of binary values, undefined for all others. */
export function sizeOfBytes(value: object): number | undefined {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof ArrayBuffer) return value.byteLength;
  if (typeof Blob !== 'undefined' && value instanceof Blob) return value.size;
  return undefined;
}
