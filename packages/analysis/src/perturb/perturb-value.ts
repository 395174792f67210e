/** Wrong values in place of right ones. */
import type { JsonValue } from '@tracewright/core';
import type { Random } from '@tracewright/numeric';

const DATE = /\b(\d{4})-(\d\d)-(\d\d)\b/;
const NUMBER = /\d+(?:\.\d+)?/;
const DAY_MS = 86_400_000;

export function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)];
}

/** Another value of the same type; undefined where there is none. */
export function corruptValue(value: JsonValue, random: Random): JsonValue | undefined {
  if (typeof value === 'number') return otherNumber(value, random);
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' ? corruptText(value, random) : undefined;
}

/** A number in it becomes another, else two letters change places. */
export function corruptText(text: string, random: Random): string | undefined {
  const place = pick([...text.matchAll(new RegExp(NUMBER, 'g'))], random);
  if (place !== undefined) {
    const other = String(otherNumber(Number(place[0]), random));
    return text.slice(0, place.index) + other + text.slice(place.index + place[0].length);
  }
  const letters = pick([...text.matchAll(/(\p{L})(?!\1)(\p{L})/gu)], random);
  if (letters === undefined) return undefined;
  const [pair, first = '', second = ''] = letters;
  return text.slice(0, letters.index) + second + first + text.slice(letters.index + pair.length);
}

/** Ten times as much, a tenth, or a little beside it: as a slip of a key, a unit or a digit would have it. */
function otherNumber(value: number, random: Random): number {
  const others = [value * 10, Math.trunc(value / 10), value + 1 + Math.floor(random() * 9)];
  return (
    pick(
      others.filter((other) => other !== value),
      random,
    ) ?? value + 1
  );
}

/** As it was before: a date 30 to 400 days earlier, a number a tenth to a half lower. */
export function makeStale(value: JsonValue, random: Random): JsonValue | undefined {
  if (typeof value === 'number' && value !== 0) {
    const lower = value - Math.abs(value) * (0.1 + 0.4 * random());
    return Number.isInteger(value) ? Math.min(value - 1, Math.round(lower)) : lower;
  }
  if (typeof value !== 'string') return undefined;
  const date = DATE.exec(value);
  if (date === null) return undefined;
  const before = Date.parse(`${date[0]}T00:00:00Z`) - (30 + Math.floor(random() * 370)) * DAY_MS;
  return Number.isNaN(before) ? undefined : value.replace(DATE, new Date(before).toISOString().slice(0, 10));
}

/** Fisher and Yates; never the order it was in, where there is another. */
export function shuffle<T>(items: readonly T[], random: Random): readonly T[] {
  const order = items.map((_, index) => index);
  for (let index = order.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  const isSame = order.every((from, index) => from === index);
  const moved = isSame ? [...order.slice(1), ...order.slice(0, 1)] : order;
  return moved.flatMap((index) => items.slice(index, index + 1));
}
