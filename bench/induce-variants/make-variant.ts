/** A variant as a shape: files with its records in its container. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { createRandom } from '@tracewright/numeric';
import type { ExpectedStep } from '../induce-compare.ts';
import { CONVERSATIONS, type Conversation } from '../induce-shapes/conversations.ts';
import { MORE_CONVERSATIONS } from '../induce-shapes/more-conversations.ts';
import { NEW_CONVERSATIONS } from '../induce-shapes/new-conversations.ts';
import { json, jsonLines, type Shape, type ShapeFile } from '../induce-shapes/shape.ts';
import type { Variant } from './draw-variant.ts';
import { type Rendered, renderRecords } from './render-records.ts';

/** Conversations that a variant renders. */
const RENDERED = 5;

export function makeVariant(variant: Variant, seed: number): Shape {
  return {
    source: [...variant.drawn].map(([name, value]) => `${name} ${value}`).join(', '),
    form: 'json',
    files: () => filesOf(chooseConversations(seed), variant),
  };
}

function chooseConversations(seed: number): readonly Conversation[] {
  const random = createRandom(seed);
  return [...CONVERSATIONS, ...MORE_CONVERSATIONS, ...NEW_CONVERSATIONS]
    .map((conversation) => ({ conversation, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .slice(0, RENDERED)
    .map(({ conversation }) => conversation);
}

function filesOf(conversations: readonly Conversation[], variant: Variant): ShapeFile[] {
  const { names, dimensions } = variant;
  const { container } = dimensions;
  const rendered = conversations.map((conversation) => ({
    conversation,
    ...renderRecords(conversation, variant),
  }));
  const whole = ({ conversation, records }: Named): JsonObject => ({
    [names.session]: conversation.id,
    model: conversation.model,
    [names.records]: records,
  });
  const one = (path: string, text: string): ShapeFile[] => [
    { path, text, runs: rendered.map(({ steps }) => steps) },
  ];
  const each = (ending: string, write: (named: Named) => string): ShapeFile[] =>
    rendered.map((named) => ({
      path: `${named.conversation.id}.${ending}`,
      text: write(named),
      runs: [named.steps],
    }));
  if (container === 'object') return each('json', (named) => json(whole(named)));
  if (container === 'yaml') return each('yaml', (named) => `${yaml(whole(named), '')}\n`);
  if (container === 'envelope')
    return each('json', (named) =>
      json({ version: 2, exported_at: named.conversation.startedAt, data: whole(named) }),
    );
  if (container === 'sessions')
    return one('export.json', json({ version: 2, [names.sessions]: rendered.map(whole) }));
  if (container === 'list') return each('json', ({ records }) => json(records));
  if (container === 'lines') return each('jsonl', ({ records }) => jsonLines(records));
  if (container === 'values')
    return each('json', ({ records }) => records.map((record) => json(record)).join(''));
  return one(
    'log.jsonl',
    jsonLines(
      rendered.flatMap(({ conversation, records }) =>
        records.map((record) => ({ [names.session]: conversation.id, ...record })),
      ),
    ),
  );
}

interface Named extends Rendered {
  readonly conversation: Conversation;
  readonly steps: readonly ExpectedStep[];
}

/** Block style, with texts as JSON writes them. */
function yaml(value: JsonValue, indent: string): string {
  const isList = Array.isArray(value);
  if (!isList && !isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value as JsonObject);
  if (entries.length === 0) return isList ? '[]' : '{}';
  return entries
    .map(([key, inner]) => {
      const text = yaml(inner ?? null, `${indent}  `);
      const lead = isList ? '-' : `${JSON.stringify(key)}:`;
      const isBlock = text.startsWith('\n');
      // A list's element begins in the line of its sign.
      return `\n${indent}${lead}${isList && isBlock ? ` ${text.trimStart()}` : isBlock ? text : ` ${text}`}`;
    })
    .join('');
}
