import { expect, it } from 'vitest';
import { nameClasses } from './name-classes.ts';

it('keeps classes where several stand in one place', () => {
  const said = (type: string): object => ({
    '#class': type,
    text: 'Hi',
    calls: [{ '#class': 'Call', id: 'c1' }],
  });
  const chat = (...types: string[]): never => ({ '#class': 'Chat', said: types.map(said) }) as never;
  expect(nameClasses([chat('User'), chat('User', 'Agent')])).toEqual(
    [['User'], ['User', 'Agent']].map((types) => ({
      said: types.map((type) => ({ type, text: 'Hi', calls: [{ id: 'c1' }] })),
    })),
  );
});
