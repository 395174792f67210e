import { expect, it } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { induceNotesRule } from './induce-notes-rule.ts';

const NOTES = `:SETTINGS:
:MODEL: small
:END:

** Is house 4 dry?

#+begin_reasoning
Read the soil.
#+end_reasoning

#+begin_tool (soil 4)
(:name "soil" :args (:house 4))

** no heading
#+end_tool

It is. Shall I water it?

#+begin_tool (tank)
{"name": "tank", "arguments": {}}
4120 l
#+end_tool

** Yes.

Done.

** `;
const TOLD = [
  { label: '##', head: 'Is house 4 dry?', body: '', text: 'Is house 4 dry?' },
  { label: 'reasoning', head: '', body: 'Read the soil.', text: 'Read the soil.' },
  { label: 'tool', tool: 'soil', arguments: { house: 4 }, output: '** no heading' },
  { label: 'reply', head: '', body: 'It is. Shall I water it?', text: 'It is. Shall I water it?' },
  { label: 'tool', tool: 'tank', arguments: {}, output: '4120 l' },
  { label: '##', head: 'Yes.', body: '', text: 'Yes.' },
  { label: 'reply', head: '', body: 'Done.', text: 'Done.' },
];

it.each([
  ['Org mode', NOTES, '**'],
  [
    'Markdown',
    NOTES.replaceAll('\n**', '\n##')
      .replaceAll('#+begin_', '``` ')
      .replaceAll(/#\+end_\w+/g, '```'),
    '##',
  ],
])('reads headings, named blocks and what stands between them as %s writes them', (_name, notes, sign) => {
  const rule = induceNotesRule(notes);
  const { records } = readTextRecords(notes, rule ?? { headers: [], skipFences: false });
  expect(records).toEqual(
    JSON.parse(JSON.stringify(TOLD).replaceAll('"##"', `"${sign}"`).replaceAll('** no', `${sign} no`)),
  );
});

it('ends a block with its own name', () => {
  const notes = NOTES.replace('** no heading', '#+begin_src\nls\n#+end_src');
  const { records } = readTextRecords(notes, induceNotesRule(notes) ?? { headers: [], skipFences: false });
  expect(records[2]).toMatchObject({ tool: 'soil', output: '#+begin_src\nls\n#+end_src' });
  expect(records[3]).toMatchObject({ label: 'reply', body: 'It is. Shall I water it?' });
});

it('takes no document with blocks of code for a chat', () => {
  const document = NOTES.replaceAll(/_(?:tool|reasoning)/g, '_src');
  expect(induceNotesRule(document)).toBeUndefined();
  expect(induceNotesRule('## Install\n\n```bash\nls\n```\n\n## Use\n\n```bash\nls\n```\n')).toBeUndefined();
});
