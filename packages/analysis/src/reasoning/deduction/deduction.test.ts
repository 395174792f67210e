import { describe, expect, it } from 'vitest';
import { checkReasoning } from '../check-reasoning.ts';
import { listArrangements } from './constraints.ts';
import { readPlace } from './positions.ts';

const TASK = `The following statements each describe a set of four objects arranged in a fixed order.
- On a shelf, there are four books: a red book, a blue book, a green book, and a white book.
- The blue book is to the right of the red book.
- The green book is the second from the left.
- The white book is to the left of the red book.
Q: Which of the following is correct?
Options:
(A) The red book is the leftmost.
(B) The white book is the leftmost.
(C) The blue book is the leftmost.`;

describe('deduction', () => {
  const firstFault = (...lines: string[]) => checkReasoning(TASK, lines).fault;

  it('verifies places that follow from the statements used', () => {
    const lines = [
      'The green book is the second from the left. So from left to right: first can be any book, then second is the green book, then third and fourth can be any book.',
      'The blue book is to the right of the red book.',
      'The white book is to the left of the red book, so the white book cannot be the rightmost.',
      'So from left to right: first is the white book, then second is the green book, then third is the red book, then fourth is the blue book.',
      'According to this ordering, the leftmost book is the white book. So the answer is (B)',
    ];
    expect(checkReasoning(TASK, lines)).toMatchObject({
      fault: undefined,
      verdicts: ['right', 'right', 'right', 'right', 'right'],
    });
  });

  it.each([
    [
      'unsupported-position',
      'The blue book is to the right of the red book. So from left to right: third is the red book.',
    ],
    ['contradiction', 'So from right to left: second is the green book.'],
    ['impossible-position', 'So from left to right: first can be any book, then fifth is the blue book.'],
    [
      'forgotten-position',
      'The green book is the second from the left. So from left to right: first and second can be any book.',
    ],
    ['contradiction', 'The green book is the second from the left, so it is the second from the right.'],
    ['wrong-option', 'So the answer is (A)'],
  ])('finds %s: %s', (kind, line) => {
    expect(firstFault('First I look at the statements.', line)).toMatchObject({ kind, line: 1 });
  });

  it('says nothing about what it cannot read', () => {
    expect(firstFault('The red book might be anywhere, since nothing is said about its neighbours.')).toBe(
      undefined,
    );
  });

  it.each([
    'Suppose the van is the newest.',
    'If the van is the newest, there is a contradiction.',
    'Option (B) says that the van is the newest, which is false.',
  ])('says nothing against what is not claimed: %s', (line) => {
    const task = `Three cars: a bus, a van, and a truck.
- The bus is older than the van.
- The truck is the newest.`;
    expect(checkReasoning(task, [line]).fault).toBeUndefined();
    expect(checkReasoning(task, ['The van is the newest.']).fault).toMatchObject({ kind: 'contradiction' });
  });

  it('reads scales of several kinds', () => {
    const task = `Three cars: a bus, a van, and a truck.
- The bus is older than the van.
- The truck is the newest.
Q: Which is right?`;
    const line = 'So from newest to oldest: first is the truck, then second is the bus.';
    expect(checkReasoning(task, ['The bus is older than the van.', line]).fault).toMatchObject({ line: 1 });
  });
});

describe('places', () => {
  it.each([
    ['second from the right', 2, 'end'],
    ['third-newest', 3, 'end'],
    ['most expensive', 1, 'end'],
    ['second-to-last', 2, 'end'],
    ['leftmost', 1, 'start'],
    ['fourth-oldest', 4, 'start'],
  ])('%s', (text, rank, side) => {
    expect(readPlace(text)).toMatchObject({ rank, side });
  });

  it('lists every arrangement once', () => {
    expect(new Set(listArrangements(5).map((arrangement) => arrangement.join(''))).size).toBe(120);
  });
});
