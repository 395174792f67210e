import type { JsonValue } from '@tracewright/core';
import type { Random } from '@tracewright/numeric';
import type { Artefact, Perturbation, Perturbed } from './artefact.ts';
import { perturbJson } from './perturb-json.ts';
import { corruptText, corruptValue, makeStale, pick, shuffle } from './perturb-value.ts';

/**
 * The artefact with one thing wrong; undefined where it offers nothing to go wrong in this way, such as a text without a date
 * or a number that could be out of date. The artefact itself is not changed. The same random numbers give the same.
 */
export function perturb(artefact: Artefact, kind: Perturbation, random: Random): Perturbed | undefined {
  switch (artefact.kind) {
    case 'json': {
      const changed = perturbJson(artefact.value, kind, random);
      return changed === undefined
        ? undefined
        : { artefact: { kind: 'json', value: changed.value }, description: changed.description };
    }
    case 'table':
      return perturbTable(artefact, kind, random);
    case 'text': {
      const changed = perturbText(artefact.text, kind, random);
      return changed === undefined
        ? undefined
        : { artefact: { kind: 'text', text: changed.text }, description: changed.description };
    }
  }
}

/** Paragraphs where there are several, else lines, else sentences. */
function splitText(text: string): { readonly parts: readonly string[]; readonly between: string } {
  for (const [pattern, between] of [
    [/\n\s*\n/, '\n\n'],
    [/\n/, '\n'],
    [/(?<=[.!?])\s+/, ' '],
  ] as const) {
    const parts = text.split(pattern).filter((part) => part.trim() !== '');
    if (parts.length > 1) return { parts, between };
  }
  return { parts: [text], between: '\n' };
}

function perturbText(
  text: string,
  kind: Perturbation,
  random: Random,
): { readonly text: string; readonly description: string } | undefined {
  const { parts, between } = splitText(text);
  const at = Math.floor(random() * parts.length);
  const part = parts[at] ?? '';
  const replaceBy = (other: unknown, what: string): ReturnType<typeof perturbText> =>
    typeof other === 'string' && other !== part
      ? {
          text: parts.with(at, other).join(between),
          description: `part ${at + 1} of ${parts.length} ${what}`,
        }
      : undefined;
  switch (kind) {
    case 'drop':
      if (text.trim() === '') return undefined;
      return {
        text: parts.filter((_, index) => index !== at).join(between),
        description: `part ${at + 1} of ${parts.length} is missing`,
      };
    case 'corrupt':
      return replaceBy(corruptText(part, random), 'has a wrong value');
    case 'stale': {
      const dated = parts.flatMap((own, index) => (/\d/.test(own) ? [index] : []));
      const chosen = pick(dated, random);
      const own = parts[chosen ?? -1];
      if (chosen === undefined || own === undefined) return undefined;
      const old = makeStale(own, random) ?? lowerNumber(own, random);
      return typeof old === 'string' && old !== own
        ? {
            text: parts.with(chosen, old).join(between),
            description: `part ${chosen + 1} of ${parts.length} is out of date`,
          }
        : undefined;
    }
    case 'contradictory': {
      const other = corruptText(part, random);
      return other === undefined
        ? undefined
        : {
            text: [...parts, other].join(between),
            description: `part ${at + 1} of ${parts.length} is said again, otherwise`,
          };
    }
    case 'reordered':
      return parts.length < 2
        ? undefined
        : {
            text: shuffle(parts, random).join(between),
            description: `${parts.length} parts in another order`,
          };
  }
}

function lowerNumber(text: string, random: Random): string | undefined {
  const number = /\d+(?:\.\d+)?/.exec(text);
  if (number === null) return undefined;
  const lower = makeStale(Number(number[0]), random);
  return lower === undefined
    ? undefined
    : text.slice(0, number.index) + JSON.stringify(lower) + text.slice(number.index + number[0].length);
}

/** A table is a list of rows: one is missing, or there twice with another value in one of its cells. */
function perturbTable(
  { columns, rows }: Extract<Artefact, { kind: 'table' }>,
  kind: Perturbation,
  random: Random,
): Perturbed | undefined {
  const at = Math.floor(random() * rows.length);
  const row = rows[at];
  if (row === undefined) return undefined;
  const toTable = (changed: readonly (readonly JsonValue[])[], description: string): Perturbed => ({
    artefact: { kind: 'table', columns, rows: changed },
    description,
  });
  switch (kind) {
    case 'drop':
      return toTable(rows.toSpliced(at, 1), `row ${at + 1} of ${rows.length} is missing`);
    case 'reordered':
      return rows.length < 2
        ? undefined
        : toTable(shuffle(rows, random), `${rows.length} rows in another order`);
    case 'corrupt':
    case 'stale':
    case 'contradictory': {
      const change = kind === 'stale' ? makeStale : corruptValue;
      const cells = row.flatMap((cell, index) => {
        const other = change(cell, random);
        return other === undefined ? [] : [{ index, other }];
      });
      const cell = pick(cells, random);
      if (cell === undefined) return undefined;
      const changed = row.with(cell.index, cell.other);
      const column = columns[cell.index] ?? String(cell.index + 1);
      return kind === 'contradictory'
        ? toTable([...rows, changed], `row ${at + 1} is there twice, with two values of ${column}`)
        : toTable(
            rows.with(at, changed),
            `${column} of row ${at + 1} ${kind === 'stale' ? 'is out of date' : 'has a wrong value'}`,
          );
    }
  }
}
