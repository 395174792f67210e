import { expect, it } from 'vitest';
import { induceAdapter } from '../induce.ts';
import { readPieces } from '../interpreter/run-adapter.ts';
import { induceLoggedRule } from './induce-logged-rule.ts';

const SAID = [
  "SystemSaid{text='You lend lamps.', kind=SYSTEM}",
  "UserSaid{text='Is the blue one here?', kind=USER}",
  'AgentSaid[text=, calls=[Call[id=c1, name=stock, arguments={"lamp":"blue"}]], kind=ASSISTANT]',
  'ToolSaid[responses=[Answer[id=c1, name=stock, output=2 left]], kind=TOOL]',
  'AgentSaid[text=Yes, two of them., calls=[], kind=ASSISTANT]',
  "UserSaid{text='And the red one?', kind=USER}",
];
const ANSWERS = [
  { text: '', calls: [{ id: 'c1', name: 'stock', arguments: '{"lamp":"blue"}' }], kind: 'ASSISTANT' },
  { text: 'Yes, two of them.', calls: [], kind: 'ASSISTANT' },
  { text: 'Sold.', calls: [], kind: 'ASSISTANT' },
];
const LOG = ANSWERS.map((answer, turn) => {
  const line = (second: number, text: string): string =>
    `2026-01-05T09:0${turn}:0${second}.100Z DEBUG 7 --- [main] org.demo.Log : ${text}\n`;
  const said = SAID.slice(0, [2, 4, 6][turn]).join(', ');
  return `${line(1, `request: Ask[prompt=Prompt{messages=[${said}], options={}}, open={}]`)}${line(2, `response: ${JSON.stringify({ result: { output: answer, end: 'STOP' }, usage: { total: 12 } }, null, 2)}`)}${line(3, 'Waiting')}`;
}).join('');

it('reads requests that repeat the conversation as Java prints it, and what answered them', () => {
  const { adapter, documents } = induceAdapter([{ path: 'a', text: LOG }], 'a', '2026-01-01T00:00:00Z');
  expect(adapter.body).toMatchObject({
    text: { logged: true },
    runs: { at: '[*]', growing: { answer: 'result.output' } },
    records: 'prompt.messages[*]',
  });
  const pieces = documents.flatMap((document) => [...readPieces(adapter.body, document)]);
  expect(pieces.flatMap((piece) => piece?.results ?? [])).toContainEqual(
    expect.objectContaining({ callId: 'c1', content: '2 left' }),
  );
});

it('takes no log for it that only mentions values', () => {
  expect(induceLoggedRule(LOG.replaceAll(/request: .*/g, 'request sent'))).toBeUndefined();
  expect(induceLoggedRule(`${LOG}${'2026-01-05T09:09:00Z INFO nothing new\n'.repeat(100)}`)).toBeUndefined();
});

it('reads requests and responses in JSON, and the last reply that no request repeats', () => {
  const messages = [
    { role: 'user', content: 'Is the blue one here?' },
    { role: 'assistant', content: 'Yes, two of them.' },
    { role: 'user', content: 'And the red one?' },
    { role: 'assistant', content: 'Sold.' },
  ];
  const line = (turn: number, text: string): string =>
    `D, [2026-01-05T09:0${turn}:00.1 #7] DEBUG -- llm: ${text}\n`;
  const text = [1, 3]
    .map((end) => {
      const answer = { id: end, choices: [{ message: messages[end] }] };
      const request = { model: 'm1', messages: messages.slice(0, end) };
      return `${line(end, `request: ${JSON.stringify(request)}`)}${line(end, 'status 200')}${line(end, `response: ${JSON.stringify(answer)}`)}`;
    })
    .join('');
  const { adapter } = induceAdapter([{ path: 'a', text }], 'a', '2026-01-01T00:00:00Z');
  expect(adapter.body.runs.growing).toEqual({ answer: 'choices[*].message' });
});
