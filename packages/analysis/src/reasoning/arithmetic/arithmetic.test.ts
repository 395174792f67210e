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
    '- 3 + 4 = 8',
    'It is 2.5 * 4 = 11 in all; 2.5 * 4 = 11.',
    'That is 1,250 * 2 = 2,600.',
    'We lose 300 - 99 = -201.',
    'With x = 3 we get x + 1 = 5.',
    '2 ^ 3 = 9',
    '8/2(2+2) = 5',
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
    'The mask is 5 ^ 3 = 6.',
    '8/2(2+2) = 1',
  ])('says nothing against: %s', (line) => {
    expect(firstFault('', line)).toBeUndefined();
  });

  it.each([
    // Numbers as other countries write them, and what is no sum.
    ...['2,5 * 4 = 10', '1.500 + 500 = 2.000', '3 * 400 = 1.200', '1.234,56 + 1 = 1.235,56'],
    ...["1'000 + 500 = 1'500", '12,34,567 + 1 = 12,34,568', '8:30 + 45 = 9:15', '3·5 + 1 = 4·5'],
    ...['2024-01-05 = 3', 'pages 11-20 = 10', 'won 3-1 = 3', 'Step 1 - 3 + 4 = 7', '12 - 15 = (3)'],
    ...['sales of 120[1] + 30[2] = 150', '0.1 + 0.2 = 0.30000000000000004'],
    // Per cent and rounding.
    ...['100 + 10% = 110, so 5 + 5 = 10', '3 / 7 * 100 = 43%', '(110 - 100) / 100 = 10'],
    ...['1,999.99 * 12 = 24,000', '2/3 * 100 = 0.67 * 100 = 67', '2/3 = 0.667 * 100 = 66.7%'],
    ...['3 * 333 = 1000 (approx.)', 'about 7 * 7 = 50', '10 / 3 = 4, rounding up', '3 * 333 = 900 to 1000'],
    // A side that begins or goes on beyond what is read.
    ...['5 \\times 3 + 1 = 16', 'log 100 + 1 = 3', '√ 16 + 5 = 9', '5² - 3 * 4 = 13', '5 • 3 + 1 = 16'],
    ...['1 + 2 + ... + 9 + 10 = 55', '4 * 3 * 2 = 4! = 24', 'Ann 3 + Bob 4 * 2 = 11', '20% of 50 + 5 = 15'],
    // Running sums with a sign, names with two values.
    ...['5 - 8 = -3 * 2 = -6', 'x = 2 or x = -3, so x + 1 = 3', 'n = 5, n = n + 1 = 6', '- 3 + 4 = 1'],
    // Not claimed, or claimed of other numbers.
    ...[
      'If 2 + 2 = 5, pigs fly.',
      'Is 2 + 2 = 5?',
      'The note "2 + 2 = 5" is wrong.',
      '2 + 2 = 5. That is false.',
    ],
    ...['9 + 4 = 1 (mod 12)', 'In binary, 101 + 11 = 1000', '1 + 1 = 11 as strings'],
  ])('proves nothing by: %s', (line) => {
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
