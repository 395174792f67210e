/** AnyValue and KeyValue in protobuf, to the plain values that `any-value.ts` gives for JSON. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { MAX_DEPTH, type OpenObject, setMember } from './any-value.ts';
import type { ProtobufReader } from './protobuf-reader.ts';

/** Reads the KeyValue that begins here into `target`; one without a key is passed over. */
export function readKeyValue(
  reader: ProtobufReader,
  outerEnd: number,
  target: OpenObject,
  depth: number = 0,
): void {
  const end = reader.readEnd(outerEnd);
  let key = '';
  let value: JsonValue = null;
  while (reader.position < end) {
    const tag = reader.readTag(end);
    if (tag === 0x0a) key = reader.readText(end);
    else if (tag === 0x12) value = readProtobufValue(reader, end, depth);
    else reader.skip(tag, end, 2);
  }
  if (key !== '') setMember(target, key, value);
}

/** Reads the AnyValue that begins here. A reference into a table of texts, which only profiles have, counts as absent. */
export function readProtobufValue(reader: ProtobufReader, outerEnd: number, depth: number = 0): JsonValue {
  const end = reader.readEnd(outerEnd);
  if (depth > MAX_DEPTH) {
    reader.position = end;
    return null;
  }
  let value: JsonValue = null;
  while (reader.position < end) {
    const tag = reader.readTag(end);
    switch (tag) {
      case 0x0a:
        value = reader.readText(end);
        break;
      case 0x10:
        value = reader.readInt64(end) !== 0;
        break;
      case 0x18:
        value = reader.readInt64(end);
        break;
      case 0x21: {
        const number = reader.readDouble(end);
        value = Number.isFinite(number) ? number : String(number);
        break;
      }
      case 0x2a:
        value = readList(reader, end, depth);
        break;
      case 0x32:
        value = readMap(reader, end, depth);
        break;
      case 0x3a:
        value = toBase64(reader.readBytes(end));
        break;
      default:
        reader.skip(tag, end, 7);
    }
  }
  return value;
}

function readList(reader: ProtobufReader, outerEnd: number, depth: number): JsonValue {
  const end = reader.readEnd(outerEnd);
  reader.countItem();
  const list: JsonValue[] = [];
  while (reader.position < end) {
    const tag = reader.readTag(end);
    if (tag !== 0x0a) {
      reader.skip(tag, end, 1);
      continue;
    }
    list.push(readProtobufValue(reader, end, depth + 1));
    // Eight bytes an element.
    if (list.length % 8 === 0) reader.countItem();
  }
  return list;
}

function readMap(reader: ProtobufReader, outerEnd: number, depth: number): JsonObject {
  const end = reader.readEnd(outerEnd);
  reader.countItem();
  const map: OpenObject = {};
  while (reader.position < end) {
    const tag = reader.readTag(end);
    if (tag === 0x0a) readKeyValue(reader, end, map, depth + 1);
    else reader.skip(tag, end, 1);
  }
  return map;
}

/** As many bytes at a time as make whole groups of four signs, and no more arguments than a call takes. */
const BASE64_CHUNK = 3 * 4096;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += BASE64_CHUNK)
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + BASE64_CHUNK)));
  return text;
}
