/** Messages by content: each distinct one of a slice is encoded and sent once, however often spans resend it. */
import { hash } from 'node:crypto';
import { type JsonValue, type Message, messageSearchText } from '@tracewright/core';
import { toJson, wellFormed } from '../normal/well-formed.ts';
import type { EncodedMessages } from './protocol.ts';

/** Hexadecimal digits kept of a SHA-256: 128 bits, so that a billion messages collide with a chance of 1e-21. */
const ID_DIGITS = 32;
/** 64 bits tell whether one record changed: that compares two versions, not all records. */
const CHANGE_DIGITS = 16;

/** Tells one version of a record from another. */
export function changeHash(content: string): string {
  return hash('sha256', content).slice(0, CHANGE_DIGITS);
}

export class MessageEncoder {
  readonly #ids: string[] = [];
  readonly #roles: string[] = [];
  readonly #names: (string | null)[] = [];
  readonly #contents: string[] = [];
  readonly #jsons: (string | null)[] = [];
  readonly #byId = new Map<string, number>();
  /** Importers share the objects of resent messages: those are not even hashed again. */
  readonly #byObject = new Map<Message, number>();
  /** UTF-16 units collected. */
  size = 0;

  /** The index of the message in this slice. */
  add(message: Message): number {
    const known = this.#byObject.get(message);
    if (known !== undefined) return known;
    const index = this.#addContent(message);
    this.#byObject.set(message, index);
    return index;
  }

  id(index: number): string {
    return this.#ids[index] ?? '';
  }

  finish(): EncodedMessages {
    return {
      ids: this.#ids,
      roles: this.#roles,
      names: this.#names,
      contents: this.#contents,
      jsons: this.#jsons,
    };
  }

  #addContent(message: Message): number {
    const role = wellFormed(message.role);
    const name = message.name === undefined ? null : wellFormed(message.name);
    const { content, json } = encodeParts(message);
    // A plain message's text and another's JSON stay apart by the letter in front.
    const identity = JSON.stringify([role, name]) + (json === null ? `t${content}` : `j${json}`);
    const id = hash('sha256', identity).slice(0, ID_DIGITS);
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const index = this.#ids.push(id) - 1;
    this.#byId.set(id, index);
    this.#roles.push(role);
    this.#names.push(name);
    this.#contents.push(content);
    this.#jsons.push(json);
    this.size += content.length + (json?.length ?? 0);
    return index;
  }
}

/** A message of one plain text is its text; every other keeps its parts as JSON beside what search reads. */
function encodeParts(message: Message): { content: string; json: string | null } {
  const [first, ...others] = message.parts;
  if (
    first !== undefined &&
    others.length === 0 &&
    first.type === 'text' &&
    Object.keys(first).length === 2
  ) {
    return { content: wellFormed(first.content), json: null };
  }
  // Parts are JSON as they stand.
  const { text, value } = toJson(message.parts as unknown as JsonValue);
  return {
    content: messageSearchText({ ...message, parts: value as unknown as Message['parts'] }),
    json: text,
  };
}
