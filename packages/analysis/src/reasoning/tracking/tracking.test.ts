import { describe, expect, it } from 'vitest';
import { checkReasoning } from '../check-reasoning.ts';

describe('brackets', () => {
  const task =
    'Complete the rest of the sequence, making sure that the parentheses are closed properly. Input: [ < > (';
  const lines = [
    'We process each input one by one and keep track of the stack.',
    '0: empty stack',
    '1: [ ; stack: [',
    '2: < ; stack: [ <',
    '3: > ; stack: [',
    '4: ( ; stack: [ (',
    'Now, we have reached the end. The final stack is "[ (".',
    'We will need to pop out "(", "[" one by one in that order.',
    'So, we need ")", "]". So the answer is ) ].',
  ];
  const change = (at: number, from: string, to: string): string[] =>
    lines.map((line, index) => (index === at ? line.replace(from, to) : line));

  it('verifies a stack kept right', () => {
    expect(checkReasoning(task, lines)).toMatchObject({
      fault: undefined,
      verdicts: ['none', ...lines.slice(1).map(() => 'right')],
    });
  });

  it.each([
    ['wrong-stack', 4, '; stack: [', '; stack: [ <'],
    ['wrong-stack', 4, '; stack: [', '; stack: empty'],
    ['wrong-bracket', 3, '2: <', '2: {'],
    ['wrong-stack', 6, '[ (', '('],
    ['wrong-pop', 7, '"(", "["', '"[", "("'],
    ['wrong-closing', 8, '")", "]"', '"]", ")"'],
    ['wrong-answer', 8, 'is ) ]', 'is ) ] >'],
  ])('finds %s in line %i', (kind, at, from, to) => {
    expect(checkReasoning(task, change(at, from, to)).fault).toMatchObject({ kind, line: at });
  });

  it.each(['We need ")" to close "(".', 'First we append [ to the stack.', 'Step 3: pop < ; stack: ['])(
    'says nothing against a step on the way: %s',
    (line) => {
      expect(checkReasoning(task, [...lines.slice(0, 4), line]).fault).toBeUndefined();
    },
  );

  it('reads other ways to tell a stack', () => {
    const told = [
      'After "[" the stack is [.',
      'After "<" the stack is now [ <.',
      'After ">" the stack is now empty.',
    ];
    expect(checkReasoning('Close these brackets. Input: [ < > (', told).fault).toMatchObject({ line: 2 });
  });
});

describe('swaps', () => {
  const task = `Alice, Bob, and Claire are playing a game. At the start of the game, they are each holding a ball: Alice has a red ball, Bob has a blue ball, and Claire has a pink ball.
As the game progresses, pairs of players trade balls. First, Claire and Alice swap balls. Then, Alice and Bob swap balls. At the end of the game, Bob has the
Options:
(A) red ball
(B) blue ball
(C) pink ball`;
  const lines = [
    '(0) At the start: Alice: red, Bob: blue, Claire: pink.',
    '(1) Claire and Alice swap balls: Alice: pink, Bob: blue, Claire: red.',
    '(2) Alice and Bob swap balls: Alice: blue, Bob: pink, Claire: red.',
    'At the end of the game, Bob has the pink ball. So the answer is (C).',
  ];
  const change = (at: number, from: string, to: string): string[] =>
    lines.map((line, index) => (index === at ? line.replace(from, to) : line));

  it('does not count on after a swap in words it cannot read', () => {
    const own = [
      'Claire trades with Alice, so Alice has the pink ball.',
      'Alice and Bob swap. Bob has the pink ball.',
    ];
    expect(checkReasoning(task, own).fault).toBeUndefined();
    expect(checkReasoning(task, [...own, 'So the answer is (A).']).fault).toMatchObject({ line: 2 });
  });

  it('verifies swaps told right', () => {
    expect(checkReasoning(task, lines)).toMatchObject({
      fault: undefined,
      verdicts: ['right', 'right', 'right', 'right'],
    });
  });

  it.each([
    ['wrong-holder', 0, 'Bob: blue', 'Bob: pink'],
    ['wrong-holder', 1, 'Alice: pink', 'Alice: red'],
    ['wrong-swap', 1, 'Claire and Alice', 'Alice and Bob'],
    ['invented-swap', 2, 'Alice and Bob', 'Bob and Claire'],
    ['wrong-holder', 3, 'the pink', 'the blue'],
    ['wrong-option', 3, '(C)', '(A)'],
  ])('finds %s in line %i', (kind, at, from, to) => {
    expect(checkReasoning(task, change(at, from, to)).fault).toMatchObject({ kind, line: at });
  });

  it('follows partners, positions and books', () => {
    const dance = `Ann, Ben, and Cy are dancers. At the start, they each have a partner: Ann is dancing with Ola, Ben is dancing with Pat, and Cy is dancing with Rex.
First, Ann and Cy switch partners. Finally, Ben and Cy trade partners. At the end of the dance, Cy is dancing with`;
    const told = [
      'Ann and Cy switch partners: Ann is dancing with Rex, Ben is dancing with Pat, Cy is dancing with Ola.',
    ];
    expect(checkReasoning(dance, told)).toMatchObject({ fault: undefined, verdicts: ['right'] });
    expect(checkReasoning(dance, [...told, 'Ben and Cy trade: Ben has Rex.']).fault).toMatchObject({
      line: 1,
    });
  });
});
