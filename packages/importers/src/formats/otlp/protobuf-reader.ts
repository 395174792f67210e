/**
 * A cursor over protobuf's wire format, for readers written by hand: no schema, no objects, no closures.
 *
 *     while (reader.position < end) {
 *       const tag = reader.readTag(end);
 *       if (tag === 0x0a) name = reader.readText(end);
 *       else reader.skip(tag, end, LAST_FIELD);
 *     }
 *
 * Every read is given the end of the message that it is in and never goes beyond it. Groups (wire types 3 and 4) and
 * numbers of more than 64 bits are refused. Bytes that are not UTF-8 become U+FFFD.
 *
 * **Source:** protobuf.dev/programming-guides/encoding
 */
import { TraceError } from '@tracewright/core';

/** Texts up to this many bytes are mostly names that come again: they are looked up before they are made. */
const MAX_CACHED_BYTES = 48;
const CACHE_SLOTS = 1024;

/** Resources, scopes, records, events, links, lists and maps in one request: each takes a hundred bytes of memory for as few as two on the wire. */
export const MAX_ITEMS = 1_000_000;

export class ProtobufReader {
  readonly bytes: Uint8Array;
  position = 0;
  #items = 0;
  readonly #view: DataView;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** The cache: where in `bytes` the text of a slot stands, and the text. */
  readonly #offsets = new Int32Array(CACHE_SLOTS);
  readonly #lengths = new Int32Array(CACHE_SLOTS);
  readonly #texts: string[] = Array.from({ length: CACHE_SLOTS }, () => '');

  /** @param bytes borrowed; must not change while it is read */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws TraceError `record-invalid` */
  fail(what: string): never {
    throw new TraceError('record-invalid', {
      where: `byte ${this.position}`,
      message: `not protobuf: ${what}`,
    });
  }

  /** Counts one of what `MAX_ITEMS` limits. @throws TraceError `limit-exceeded` */
  countItem(): void {
    this.#items += 1;
    if (this.#items > MAX_ITEMS) throw tooManyItems();
  }

  /** Field number times 8 plus wire type. */
  readTag(end: number): number {
    const tag = this.readUint32(end);
    if (tag < 8) this.fail('a field has the number 0');
    return tag;
  }

  /** The low 32 bits of a varint, which is how protobuf reads uint32, enums and lengths. */
  readUint32(end: number): number {
    if (this.position >= end) this.fail('a number is cut off');
    const first = this.bytes[this.position] ?? 0;
    if (first < 0x80) {
      this.position += 1;
      return first;
    }
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.position >= end) this.fail('a number is cut off');
      const byte = this.bytes[this.position] ?? 0;
      this.position += 1;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    return this.fail('a number has more than 10 bytes');
  }

  /** int64: a number where one holds it exactly, else its digits. */
  readInt64(end: number): number | string {
    const start = this.position;
    let value = 0;
    let scale = 1;
    // Seven bytes make 49 bits.
    for (let index = 0; index < 7; index += 1) {
      if (this.position >= end) this.fail('a number is cut off');
      const byte = this.bytes[this.position] ?? 0;
      this.position += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    this.position = start;
    const exact = BigInt.asIntN(64, this.#readBigVarint(end));
    const number = Number(exact);
    return Number.isSafeInteger(number) ? number : String(exact);
  }

  #readBigVarint(end: number): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.position >= end) this.fail('a number is cut off');
      const byte = this.bytes[this.position] ?? 0;
      this.position += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return this.fail('a number has more than 10 bytes');
  }

  readFixed64(end: number): bigint {
    const at = this.#take(8, end);
    return this.#view.getBigUint64(at, true);
  }

  readDouble(end: number): number {
    const at = this.#take(8, end);
    return this.#view.getFloat64(at, true);
  }

  /** Where the bytes, text or message that begins here ends; `position` is then at its first byte. */
  readEnd(end: number): number {
    const length = this.readUint32(end);
    if (length > end - this.position)
      this.fail(`${length} bytes are announced and ${end - this.position} left`);
    return this.position + length;
  }

  readText(end: number): string {
    const stop = this.readEnd(end);
    const start = this.position;
    this.position = stop;
    const length = stop - start;
    return length <= MAX_CACHED_BYTES ? this.#shortText(start, length) : this.#decode(start, stop);
  }

  #shortText(start: number, length: number): string {
    const { bytes } = this;
    let hash = length;
    let bits = 0;
    for (let index = start; index < start + length; index += 1) {
      const byte = bytes[index] ?? 0;
      bits |= byte;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    if (length === 0) return '';
    const slot = (hash ^ (hash >>> 15)) & (CACHE_SLOTS - 1);
    if (this.#lengths[slot] === length) {
      const known = this.#offsets[slot] ?? 0;
      let same = 0;
      while (same < length && bytes[known + same] === bytes[start + same]) same += 1;
      if (same === length) return this.#texts[slot] ?? '';
    }
    const text =
      bits < 0x80
        ? String.fromCharCode.apply(
            null,
            // The cast: apply takes anything with a length and indexes.
            bytes.subarray(start, start + length) as unknown as number[],
          )
        : this.#decode(start, start + length);
    this.#lengths[slot] = length;
    this.#offsets[slot] = start;
    this.#texts[slot] = text;
    return text;
  }

  #decode(start: number, stop: number): string {
    return this.#decoder.decode(this.bytes.subarray(start, stop));
  }

  readBytes(end: number): Uint8Array {
    const stop = this.readEnd(end);
    const bytes = this.bytes.subarray(this.position, stop);
    this.position = stop;
    return bytes;
  }

  /**
   * Passes over a field that the caller does not read.
   *
   * @param lastField fields up to this number are known: one that comes here has the wrong wire type
   */
  skip(tag: number, end: number, lastField: number): void {
    if (tag >>> 3 <= lastField) this.fail(`field ${tag >>> 3} has the wire type ${tag & 7}`);
    switch (tag & 7) {
      case 0:
        this.readUint32(end);
        return;
      case 1:
        this.#take(8, end);
        return;
      case 2:
        this.position = this.readEnd(end);
        return;
      case 5:
        this.#take(4, end);
        return;
      default:
        this.fail(`field ${tag >>> 3} has the wire type ${tag & 7}`);
    }
  }

  #take(count: number, end: number): number {
    const at = this.position;
    if (count > end - at) this.fail('a fixed number is cut off');
    this.position = at + count;
    return at;
  }
}

export function tooManyItems(): TraceError {
  return new TraceError('limit-exceeded', {
    message: `the request holds more than ${MAX_ITEMS} records, events, links, lists and maps, or too many values`,
    fix: 'export in smaller batches',
  });
}
