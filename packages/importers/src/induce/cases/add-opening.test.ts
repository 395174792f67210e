import { expect, it } from 'vitest';
import { induceAdapter } from '../induce.ts';
import { readPieces } from '../interpreter/run-adapter.ts';

interface Turn {
  readonly role: string;
  readonly content: string;
}

const said = (role: string, content: string): Turn => ({ role, content });
const names = ['kettle', 'teapot', 'saucer'];

/** Steps, and beside them what was sent to the model, the answers included. */
function logOf(question: readonly Turn[], answers: (name: string) => string): object {
  return {
    steps: names.map((name) => ({
      thought: `The ${name} must be weighed before anything is packed.`,
      action: `weigh --item ${name}`,
      observation: `The ${name} weighs 900 grams.`,
    })),
    talk: [
      said('system', 'You weigh what stands on the shelf, and say what you did.'),
      ...question,
      ...names.flatMap((name) => [
        said('assistant', answers(name)),
        said('user', `The ${name} weighs 900 grams.`),
      ]),
    ],
  };
}

const asStep = (name: string): string => `The ${name} must be weighed before anything is packed.`;

function opening(...logs: readonly object[]): (readonly [string, string])[] {
  const samples = logs.map((log, index) => ({ path: `log-${index}`, text: JSON.stringify(log) }));
  const { adapter, documents } = induceAdapter(samples, 'log', '2026-01-01T00:00:00Z');
  const [document] = documents;
  const pieces = document === undefined ? [] : [...readPieces(adapter.body, document)];
  return pieces.flatMap((piece) =>
    piece?.role === 'user' || piece?.role === 'system'
      ? [[piece.role, piece.text.slice(0, 12)] as const]
      : [],
  );
}

it('tells first what is said in another list before the agent speaks', () => {
  const question = said('user', 'What do all of them weigh together?');
  expect(opening(logOf([question], asStep), logOf([question], asStep))).toEqual([
    ['system', 'You weigh wh'],
    ['user', 'What do all '],
  ]);
});

it('leaves out examples before the question that is answered', () => {
  const turns = [
    said('user', 'Here is an example of how it is done.'),
    said('user', 'What do all of them weigh?'),
  ];
  expect(opening(logOf(turns, asStep), logOf(turns, asStep))).toEqual([
    ['system', 'You weigh wh'],
    ['user', 'What do all '],
  ]);
});

it('takes nothing from a list that goes on with other words', () => {
  const question = said('user', 'What do all of them weigh together?');
  const other = (name: string): string => `No ${name} was ever seen here.`;
  expect(opening(logOf([question], other), logOf([question], other))).toEqual([]);
});
