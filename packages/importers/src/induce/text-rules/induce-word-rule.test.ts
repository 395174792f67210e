import { describe, expect, it } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { induceWordRule } from './induce-word-rule.ts';

const round = (item: string): string => `user
where is the ${item}?
thinking
I look it up.
tool shop.find({"item":"${item}"})
shop.find({"item":"${item}"}) success in 12ms:
{"shelf": 3}
otto
The ${item} is on shelf 3.
`;

describe('induceWordRule', () => {
  it('finds words alone over what is said, calls behind a word, and what came back below them', () => {
    const text = `workdir: /shop\n${['lamp', 'bell', 'book'].map(round).join('')}`;
    const rule = induceWordRule(text);
    const { records } = readTextRecords(text, rule ?? { headers: [], skipFences: false });
    expect(records.slice(0, 6).map(({ label, text: said }) => [label, said])).toEqual([
      ['user', 'where is the lamp?'],
      ['thinking', 'I look it up.'],
      ['tool', 'shop.find({"item":"lamp"})'],
      ['success', '{"shelf": 3}'],
      ['otto', 'The lamp is on shelf 3.'],
      ['user', 'where is the bell?'],
    ]);
  });

  it('takes no words of a list for voices', () => {
    expect(induceWordRule('user\nagent\ntool\n')).toBeUndefined();
    expect(induceWordRule('thinking\nI look.\nlamp\nIt is 3.\n'.repeat(4))).toBeUndefined();
  });

  it('reads long lines and many of them at once', () => {
    const text = `user\nhi\n${`find(${'a('.repeat(2_000)}\n`.repeat(2_000)}${'a\n'.repeat(20_000)}`;
    expect(induceWordRule(text)).toBeUndefined();
  });
});
