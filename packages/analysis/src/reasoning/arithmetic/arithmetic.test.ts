import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkReasoning } from '../check-reasoning.ts';
import { parseExpression, tokenize } from './expression.ts';
import { formatRational } from './rational.ts';

function evaluate(text: string): string | undefined {
  const value = parseExpression(tokenize(text), new Map())?.value;
  return value && formatRational(value);
}

describe('expressions', () => {
  it.each([
    ['2 + 3 * 4', '14'],
    ['(2 + 3)(4)', '20'],
    ['-9 - -8 + -1', '-2'],
    ['7 - -7 * 4', '35'],
    ['2^10 / 3', '1024/3'],
    ['1,234.50 - $34.5', '1200'],
    ['20% × 50', '10'],
    ['17 % 5', '2'],
    ['[1 + {2 − 3}] ÷ 4', '0'],
    ['3 x 4', '12'],
    ['1 / 0', undefined],
    ['2 ^ 100000', undefined],
    ['2 +', undefined],
    ['-2^2', undefined],
  ])('%s', (text, value) => {
    expect(evaluate(text)).toBe(value);
  });

  it('agrees with a plain evaluator on generated sums and products', () => {
    const operand = fc.integer({ min: -50, max: 50 });
    const operator = fc.constantFrom('+', '-', '*');
    const expression = fc.tuple(operand, fc.array(fc.tuple(operator, operand), { maxLength: 6 }));
    fc.assert(
      fc.property(expression, ([first, rest]) => {
        const terms = [first];
        const signs: string[] = [];
        for (const [sign, value] of rest) {
          if (sign === '*') terms.push((terms.pop() ?? 1) * value);
          else {
            signs.push(sign);
            terms.push(value);
          }
        }
        const expected = terms
          .slice(1)
          .reduce((sum, value, index) => (signs[index] === '+' ? sum + value : sum - value), terms[0] ?? 0);
        return evaluate([first, ...rest.flat()].join(' ')) === String(expected === 0 ? 0 : expected);
      }),
    );
  });
});

describe('arithmetic in prose', () => {
  const firstFault = (task: string, ...lines: string[]) => checkReasoning(task, lines).fault;

  it.each([
    'The total is 12 + 30 = 43.',
    'So 3 * (4 + 1) = 15 = 2 * 8.',
    '**Savings**: $300 - $99 = $211',
    'A third of 10 is 10 / 3 = 3.34.',
  ])('proves wrong: %s', (line) => {
    expect(firstFault('', 'Let us count.', line)).toMatchObject({ line: 1, kind: 'arithmetic' });
  });

  it.each([
    '10 / 3 = 3.33',
    '2.345 * 2 = 4.7',
    '7 / 2 = 3',
    '- 5 + 3 = 8',
    'total - 5 = 3',
    'f(3) = 4 and x2 = 3 + 1',
    '3 apples + 4 pears = 12 kg',
    '$161 + $192 + $184 = $537 × 2 = $1,074',
    'room 5 = 2 * $40',
    'if (a + 1 == 3) x += 1',
    'y = 3 * x + 1 = 7',
    'on 2024-01-05 = day 3',
  ])('says nothing against: %s', (line) => {
    expect(firstFault('', line)).toBeUndefined();
  });

  it('follows named parts to the value asked for', () => {
    const task = '((-1 * 9 + 1) - (8 + 5)) =';
    const plan = 'This can be written as "A - B", where A = (-1 * 9 + 1) and B = (8 + 5).';
    expect(
      firstFault(task, plan, 'A = -9 + 1 = -8', 'B = 13', 'A - B = -8 - 13 = -21. The answer is -21'),
    ).toBe(undefined);
    expect(firstFault(task, plan, 'A = (-1 * 9 + 1) = -10', 'B = 13')).toMatchObject({
      line: 1,
      expected: '(-1 * 9 + 1) = -8',
    });
    expect(firstFault(task, plan.replace('A - B', 'A + B'))).toMatchObject({
      line: 0,
      kind: 'decomposition',
    });
    expect(firstFault(task, 'So the answer is 21')).toMatchObject({ kind: 'wrong-answer', expected: '-21' });
  });
});
