import { expect, it } from 'vitest';
import { induceVoiceRule } from './induce-voice-rule.ts';
import { readTextRecords } from '../containers/read-text-records.ts';

const CHAT = [
  '# chat began at 2026-02-03 10:00:00\n\n> model m1\n> 12 files\n',
  '### why does the build fail?\n### it did not yesterday  \n\nA file is missing:\n\n```\n# not a heading\n```\n\n> added a.txt\n',
  '### then add it.\n\nDone.\n',
  '# chat began at 2026-02-04 11:30:00\n\n### is it green now?\n\nYes.\n',
].join('\n');

it('takes headings that are sentences for what was asked, and what follows for the reply', () => {
  const rule = induceVoiceRule(CHAT);
  const { records } = readTextRecords(CHAT, rule ?? { headers: [], skipFences: false });
  expect(
    records
      .filter(({ label }) => label !== undefined)
      .map(({ label, text, session }) => [label, text, session]),
  ).toEqual([
    ['###', 'why does the build fail?\nit did not yesterday', '1'],
    ['reply', 'A file is missing:\n\n```\n# not a heading\n```', '1'],
    ['###', 'then add it.', '1'],
    ['reply', 'Done.', '1'],
    ['###', 'is it green now?', '2'],
    ['reply', 'Yes.', '2'],
  ]);
});

it('takes no document for a chat', () => {
  expect(
    induceVoiceRule('# Guide\n\n> note\n> more\n\n## Install\n\nRun it.\n\n## Usage\n\nUse it.\n'),
  ).toBeUndefined();
  expect(induceVoiceRule('## User\n\n> quoted\n> more\n\n## Assistant\n\nHi.\n')).toBeUndefined();
});
