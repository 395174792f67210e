import type { JsonObject } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { profileMembers } from './profile-members.ts';
import { withoutContext } from './without-context.ts';

const SAID = [
  'I look into the cellar first, where the boiler is.',
  'The boiler stands still, so I open the valve next to it.',
  'It burns again; now I wait until the pipes are warm.',
  'The pipes are warm and the valve is closed again.',
];

/** Each step with what the model was sent: all that was said before. */
function steps(sent: (index: number) => readonly string[]): JsonObject[] {
  return SAID.map((text, index) => ({
    sent: sent(index).map((content) => ({ by: 'x', content })),
    said: text,
  }));
}

function pathsOf(records: readonly JsonObject[]): string[] {
  return withoutContext(profileMembers(records), records).members.map(({ path }) => path);
}

describe('withoutContext', () => {
  it('leaves out a list that goes on with what the steps before told', () => {
    expect(pathsOf(steps((index) => ['Why is it cold in here, please?', ...SAID.slice(0, index)]))).toEqual([
      'said',
    ]);
  });

  it('keeps a list that begins anew, and one that alone tells what was said', () => {
    expect(pathsOf(steps((index) => [`Question number ${index}, and a long one`]))).toContain('sent');
    const alone = steps((index) => SAID.map((text) => text.toUpperCase()).slice(0, index + 1));
    expect(pathsOf(alone)).toContain('sent');
  });

  it('leaves it out of an envelope that tells the step beside it, and where what was brought stands behind', () => {
    const sent = (index: number): readonly string[] => SAID.slice(0, index).map((text) => `${text} (seen)`);
    const records = steps((index) => ['Why is it cold in here, please?', ...sent(index)]);
    const wrapped = records.map((record): JsonObject => ({ event: record }));
    expect(pathsOf(wrapped)).toEqual(['event', 'event.said']);
  });
});
