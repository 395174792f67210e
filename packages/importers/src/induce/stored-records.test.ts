/** The same records read the same, however a store, a logger or a data frame wrote them. */
import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '@tracewright/core';
import { induceAdapter } from './induce.ts';
import { previewSteps } from './interpreter/preview-steps.ts';

const at = (index: number): string => `2025-06-02T07:30:${String(10 + index)}.000Z`;
const round = (door: string, result: string): JsonObject[] => [
  { kind: 'user_message', text: `Is the ${door} door open?` },
  { kind: 'tool_call', call: `c-${door}-7`, tool: 'look_at', input: { door } },
  { kind: 'tool_result', call: `c-${door}-7`, output: result },
  { kind: 'agent_message', text: `The ${door} door is ${result}.` },
];
const RECORDS = [
  ...round('north', 'locked for good'),
  ...round('west', 'wide open'),
  ...round('east', 'ajar, I think'),
].map((record, index): JsonObject => ({ at: at(index), ...record }));
const NAMES = [...new Set(RECORDS.flatMap((record) => Object.keys(record)))];
const ROWS = RECORDS.map((record) => NAMES.map((name) => record[name] ?? null));
const LINES = RECORDS.map((record) => JSON.stringify(record));
const lines = (write: (line: string, index: number) => string): string => LINES.map(write).join('\n');
const column = (name: string): JsonValue[] => RECORDS.map((record) => record[name] ?? null);
const ids = RECORDS.map((_record, index) => `m${'qxzkvw'[index % 6]}${'abcdefghijkl'[index]}`);

function dynamo(value: JsonValue): JsonObject {
  if (typeof value === 'string') return { S: value };
  return {
    M: Object.fromEntries(Object.entries(value as JsonObject).map(([name, inner]) => [name, dynamo(inner)])),
  };
}

function xml(record: JsonObject): string {
  const members = Object.entries(record).map(
    ([name, value]) => `<${name}>${typeof value === 'string' ? value : JSON.stringify(value)}</${name}>`,
  );
  return `<entry>${members.join('')}</entry>`;
}

const STORED: Readonly<Record<string, string>> = {
  'pages of lists': [RECORDS.slice(0, 7), RECORDS.slice(7)].map((page) => JSON.stringify(page)).join('\n'),
  'a time before each': lines((line, index) => `${at(index)} ${line}`),
  'a stream of a container': lines((line, index) => `${at(index).replace('Z', '123456Z')} stdout F ${line}`),
  'the name of a program': lines((line) => `agent-1  | ${line}`),
  'a level': lines((line) => `INFO ${line}`),
  'names beside rows': JSON.stringify({ columns: NAMES, index: [...ROWS.keys()], data: ROWS }),
  'types beside rows': JSON.stringify({ meta: NAMES.map((name) => ({ name, type: 'String' })), data: ROWS }),
  'names in the first row': JSON.stringify([NAMES, ...ROWS]),
  'lists of values': JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, column(name)]))),
  'numbered values': JSON.stringify(
    Object.fromEntries(NAMES.map((name) => [name, Object.fromEntries(column(name).entries())])),
  ),
  'typed members': RECORDS.map((record) => JSON.stringify({ Item: dynamo(record)['M'] ?? null })).join('\n'),
  'lines beside times': JSON.stringify({
    data: {
      result: [
        {
          stream: { app: 'desk' },
          values: LINES.map((line, index) => [String(Date.parse(at(index))), line]),
        },
      ],
    },
  }),
  'a text in an envelope': lines((line, index) =>
    JSON.stringify({ preview: false, result: { _raw: line, _time: at(index), host: 'h1' } }),
  ),
  'names that are ids': JSON.stringify({
    order: ids,
    byId: Object.fromEntries(ids.map((id, index) => [id, RECORDS[index]])),
  }),
  'elements of objects': `<?xml version="1.0"?>\n<export>${RECORDS.map(xml).join('\n')}</export>`,
};

function stepsOf(text: string): readonly object[] {
  const { adapter, documents } = induceAdapter([{ path: 'log', text }], 'log', at(0));
  return documents.flatMap((document) => previewSteps(adapter.body, document, 100));
}

it.each(Object.entries(STORED))('%s', (_name, text) => {
  const plain = stepsOf(LINES.join('\n'));
  expect(plain).toHaveLength(RECORDS.length);
  expect(stepsOf(text)).toEqual(plain);
});
