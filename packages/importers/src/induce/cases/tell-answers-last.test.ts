import { expect, it } from 'vitest';
import { induceAdapter } from '../induce.ts';
import { readPieces } from '../interpreter/run-adapter.ts';

const used = (tool: string, given: object, brought: string): object => ({
  tool,
  toolInput: given,
  toolOutput: brought,
});
const ASKED = { who: 'user', says: 'Is the lamp in the hall still on?' };
const ANSWERED = {
  who: 'bot',
  says: 'It was, and I have switched it off.',
  usedTools: [used('state_of', { lamp: 'hall' }, 'on'), used('switch', { lamp: 'hall', to: 'off' }, 'done')],
};
const AGAIN = { who: 'user', says: 'And the one in the kitchen?' };
const ALSO = {
  who: 'bot',
  says: 'That one is off, too.',
  usedTools: [used('state_of', { lamp: 'kitchen' }, 'off')],
};
const THANKS = { who: 'user', says: 'Thank you, that is all for today.' };

function told(messages: readonly object[]): string[] {
  const text = JSON.stringify({ messages });
  const { adapter, documents } = induceAdapter([{ path: 'a.json', text }], 'a', '2026-01-01T00:00:00Z');
  const [document] = documents;
  return document === undefined
    ? []
    : [...readPieces(adapter.body, document)]
        .map((piece) =>
          [...(piece?.calls ?? []).map(({ tool }) => tool), piece?.text ?? '']
            .filter((part) => part !== '')
            .join(' '),
        )
        .filter((part) => part !== '');
}

it('tells words beside calls behind what these brought where the user always speaks next', () => {
  expect(told([ASKED, ANSWERED, AGAIN, ALSO, THANKS])).toEqual([
    ASKED.says,
    'state_of switch',
    ANSWERED.says,
    AGAIN.says,
    'state_of',
    ALSO.says,
    THANKS.says,
  ]);
});

it('tells them with the calls where the agent goes on', () => {
  const end = { who: 'bot', says: 'Everything is dark now.' };
  expect(told([ASKED, ANSWERED, ALSO, end, THANKS])).toEqual([
    ASKED.says,
    `state_of switch ${ANSWERED.says}`,
    `state_of ${ALSO.says}`,
    end.says,
    THANKS.says,
  ]);
});
