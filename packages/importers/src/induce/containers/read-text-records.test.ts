import { describe, expect, it } from 'vitest';
import type { TextRule } from '../adapter/adapter.ts';
import { breakLine, readTextRecords } from './read-text-records.ts';

const RULE = {
  headers: [String.raw`(?<label>user|desk)(?: \((?<detail>[^()\n]{1,60})\))?:`],
  skipFences: false,
};
const LINE = '-'.repeat(40);

describe('readTextRecords', () => {
  it('ends what was said at lines of one sign, where the rule says so', () => {
    const text = `user (to desk):\n\nHi\n\n${LINE}\nnext speaker is desk\ndesk (to user):\n${LINE}\nHello\n${LINE}\n`;
    expect(readTextRecords(text, { ...RULE, separated: true }).records).toEqual([
      { label: 'user', detail: 'to desk', head: '', body: 'Hi', text: 'Hi' },
      { head: '', body: 'next speaker is desk', text: 'next speaker is desk' },
      { label: 'desk', detail: 'to user', head: '', body: 'Hello', text: 'Hello' },
    ]);
  });

  it('leaves such lines in the text that they stand in where it does not', () => {
    const [record, ...others] = readTextRecords(`user: a table\n${`${LINE}\n1\n`.repeat(4)}`, RULE).records;
    expect(record?.['body']).toBe(`${LINE}\n1\n`.repeat(4).trim());
    expect(others).toEqual([]);
  });
});

it('ends what is labelled with its fenced block where a rule says so', () => {
  const rule = {
    headers: [String.raw`\*\*(?<label>Result|Agent)\*\*`],
    skipFences: true,
    fenced: ['Result'],
  };
  const { records } = readTextRecords(
    '**Agent**\n```\na\n```\nmore\n**Result**\n\n```\nok\n```\n\n</details>\n\nDone.\n',
    rule,
  );
  expect(records.map(({ label, text }) => [label, text])).toEqual([
    ['Agent', '```\na\n```\nmore'],
    ['Result', '```\nok\n```'],
    ['reply', 'Done.'],
  ]);
});

it('takes a rule off that stands alone below what came back', () => {
  const rule = { headers: ['(?<label>Got|Said): '], skipFences: false };
  const { records } = readTextRecords(`Got: 353 km\n${'='.repeat(24)}\n\nSaid: 353\n`, rule);
  expect(records.map(({ text }) => text)).toEqual(['353 km', '353']);
});

it('keeps a closing tag or signs at the end of a line that did not begin with them', () => {
  const rule = { headers: ['(?:<summary>|\\*{3} )?(?<label>User|Tool): '], skipFences: false };
  const { records } = readTextRecords(
    'User: Say it in <b>bold</b>\nUser: What is **\nUser: a ***\n<summary>Tool: ls</summary>\n*** Tool: ls ***\n',
    rule,
  );
  expect(records.map(({ text }) => text)).toEqual([
    'Say it in <b>bold</b>',
    'What is **',
    'a ***',
    'ls',
    'ls',
  ]);
});

it('reads many lines below a label that stands over a block', () => {
  const rule = { headers: [String.raw`\*\*(?<label>Result)\*\*`], skipFences: true, fenced: ['Result'] };
  const body = `text\n${'a\n'.repeat(100_000)}\n${'```\nb\n```\n'.repeat(20_000)}`;
  expect(readTextRecords(`**Result**\n${body}`, rule).records).toHaveLength(1);
});

it('what is said may be a record itself', () => {
  const rule = { headers: ['(?<label>[a-z]{1,20}): '], skipFences: false };
  const text = 'desk: {\n  "type": "tool_use",\n  "name": "ls"\n}\ndesk: {"a": 1}\n';
  expect(readTextRecords(text, rule).records).toEqual([
    { label: 'desk', type: 'tool_use', name: 'ls' },
    { label: 'desk', head: '{"a": 1}', body: '', text: '{"a": 1}' },
  ]);
});

it('goes on with a label that has nothing behind it in lines that have none', () => {
  const prefix = String.raw`(?<time>\d\d:\d\d) INFO[ \-]{1,4}`;
  const rule = { headers: [], lines: [{ prefix, headers: ['(?<label>Goals|Role): ?'] }], skipFences: false };
  const log = ['Role: clerk', 'a line', 'Goals: ', '- lamp', '- door', 'Role: clerk', '- other'];
  const { records } = readTextRecords(log.map((line, index) => `10:0${index} INFO ${line}\n`).join(''), rule);
  expect(records.map(({ time, label, text }) => [time, label, text])).toEqual([
    ['10:00', 'Role', 'clerk'],
    ['10:01', undefined, 'a line'],
    ['10:02', 'Goals', 'lamp\ndoor'],
    ['10:05', 'Role', 'clerk'],
    ['10:06', undefined, 'other'],
  ]);
});

describe('breakLine', () => {
  it('begins a part with each sign, and none where a sign is empty', () => {
    expect(breakLine('so.<a>user<b>agent<a>', ['<a>', '<b>', ''])).toEqual([
      'so.',
      '<a>user',
      '<b>agent',
      '<a>',
    ]);
    expect(breakLine('<a>', ['<a>'])).toEqual(['<a>']);
    expect(breakLine('', ['<a>'])).toEqual(['']);
  });

  it('takes no longer for a part where another sign is missing', () => {
    const line = '<a>user'.repeat(100_000);
    const startMs = performance.now();
    expect(breakLine(line, ['<a>', '<b>'])).toHaveLength(100_000);
    // Looked for anew behind each, it took half a minute.
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });
});

it('leaves out the form of what is to be filled in', () => {
  const rule: TextRule = { headers: ['## (?<label>question|answer)(?![^ ])'], skipFences: false };
  const { records } = readTextRecords(
    '## question\n{question}\n\n## answer\n{place}\n## answer\nIt is dry.\n',
    rule,
  );
  expect(records.map(({ label, text }) => [label, text])).toEqual([
    ['answer', '{place}'],
    ['answer', 'It is dry.'],
  ]);
});

it('takes the signs of code from around all that came back, and from nothing else', () => {
  const rule: TextRule = { headers: ['(?<label>Result|User): '], skipFences: false };
  const { records } = readTextRecords(
    'Result: `dry\nand cold`\nResult: `a` and `b`\nUser: `ls`\nResult: `ok`\n',
    rule,
  );
  expect(records.map(({ text }) => text)).toEqual(['dry\nand cold', '`a` and `b`', '`ls`', 'ok']);
});

it('takes the line that closes a title from it, and the count before it', () => {
  const rule: TextRule = {
    headers: ['(?:──|==) (?<label>user|assistant)(?![\\w])[ ]{1,4}'],
    skipFences: false,
  };
  const { records } = readTextRecords(
    '── user [96] ─────────\nIs it dry?\n── assistant (2) ───\nYes.\n== user of all ====\nNo\n── user [1] --',
    rule,
  );
  expect(records.map(({ label, head, body }) => [label, head, body])).toEqual([
    ['user', '', 'Is it dry?'],
    ['assistant', '', 'Yes.'],
    ['user', 'of all', 'No'],
    ['user', '[1] --', ''],
  ]);
});
