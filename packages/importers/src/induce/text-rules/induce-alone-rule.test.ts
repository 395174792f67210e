import { expect, it } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { induceAloneRule } from './induce-alone-rule.ts';

const turn = (step: number): string => `
scout (step ${step}, $0.0${step}):
THOUGHT: look at number ${step}.

\`\`\`bash
cat ${step}.txt
\`\`\`

User:
Error from server: ${step}
<output>
none
</output>
`;

it('begins records where who speaks stands alone on a line, and nowhere else', () => {
  const text = `System:\nYou have a shell.\n\nUser:\nFind it.\n${[1, 2, 3].map(turn).join('')}`;
  const rule = induceAloneRule(text);
  const { records } = readTextRecords(text, rule ?? { headers: [], skipFences: false });
  expect(records.map(({ label }) => label)).toEqual([
    'System',
    'User',
    ...['scout', 'User', 'scout', 'User', 'scout', 'User'],
  ]);
  expect(records[2]).toMatchObject({
    detail: 'step 1, $0.01',
    text: 'THOUGHT: look at number 1.\n\n```bash\ncat 1.txt\n```',
  });
  expect(records[3]?.['text']).toBe('Error from server: 1\n<output>\nnone\n</output>');
});

it('says nothing of a text in which only one side stands so', () => {
  expect(induceAloneRule('User:\nHi.\n\nUser:\nHi?\n\nUser:\nHi!\n')).toBeUndefined();
  expect(induceAloneRule('Notes:\nTea.\n\nNotes:\nMilk.\n\nNotes:\nBread.\n')).toBeUndefined();
});
