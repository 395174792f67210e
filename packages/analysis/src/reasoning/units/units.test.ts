import { describe, expect, it } from 'vitest';
import { checkReasoning } from '../check-reasoning.ts';

describe('units', () => {
  it.each([
    ['unit-conversion', 'The walk takes 2 hours = 100 minutes.', '2 hours = 120 minutes'],
    ['unit-conversion', '3 kg + 500 g = 3.6 kg', '3 kg + 500 g = 3.5 kg'],
    ['unit-conversion', '1 h = 50 min and 2 h = 120 min', '1 h = 60 min'],
    ['unlike-units', 'Together 3 km + 2 kg = 5 km.', 'quantities of one kind in a sum'],
  ])('finds %s: %s', (kind, line, expected) => {
    expect(checkReasoning('', [line]).fault).toMatchObject({ kind, expected });
  });

  it.each([
    '1.5 h = 90 min',
    '1 km = 1,000 m',
    '100 min = 1.7 hours',
    '5 m/s = 18 km/h',
    '2 * 3 m = 6 m',
    '60 km = 1 hour',
    'That is 1 h 30 min = 90 min.',
    '2 hours and 30 minutes = 150 minutes',
    '150 minutes = 2 hours and 30 minutes',
    '1200 m = 1 km 200 m',
    '5 days = 40 hours',
    '2 h + 30 m = 150 min',
    '1h30min = 90 min',
    "1'500 m = 1.5 km",
    '2 hours = 7.200 seconds',
    '3 x 20 min = 1 hour',
    'half of 2 hours = 60 min',
    'from 3 km to 5 km = 2 km',
    'On the map 1 cm = 2 km',
    '1 second = 1 hour of game time',
    'If 1 km = 100 m, then we are there.',
  ])('says nothing against: %s', (line) => {
    expect(checkReasoning('', [line]).fault).toBeUndefined();
  });
});

describe('answers in JSON', () => {
  const task = 'Add up the bill. Respond in JSON with the keys total and tip.';
  it.each([
    ['invalid-json', 2, ['The sum is large.', '{"total": 20,', ' "tip": 3,}']],
    ['contradicts-earlier', 2, ['The total is 20.', '{', '  "total": 25', '}']],
  ])('finds %s in line %i', (kind, line, lines) => {
    expect(checkReasoning(task, lines).fault).toMatchObject({ kind, line });
  });
  it('verifies an answer that agrees', () => {
    expect(checkReasoning(task, ['The total is 20.', '{"total": 20, "tip": 3}'])).toMatchObject({
      fault: undefined,
      verdicts: ['none', 'right'],
    });
  });
  it.each([
    [['The total is 1,200.', '{"total": 1200}']],
    [['The total is 3 million.', '{"total": 3000000}']],
    [['The price is 3.', '[{"price": 3}, {"price": 4}]']],
    [['It looks so:', '{"total": <number>}', '{"total": 3}']],
    [['{"total": 3, ...}']],
  ])('says nothing against %j', (lines) => {
    expect(checkReasoning(task, lines).fault).toBeUndefined();
  });
  it('leaves JSON alone where nobody asked for it', () => {
    expect(checkReasoning('Read the log', ['{"total": 20,}']).fault).toBeUndefined();
  });
});
