/** What speaks against a reading, in words. No labels are needed; a reading that nothing speaks against may still be wrong. */
import type { AdapterMeasure } from './measure-adapter.ts';

/** Where model and runtime tell each call, two of three find each other in a right reading. */
const FEW_PAIRS = 0.6;
const LITTLE_TEXT = 0.15;
const MUCH_REPEATED = 0.6;

/** Empty where nothing does. */
export function doubtsOf({ textShare, pairing, calls, results, asks, distinct }: AdapterMeasure): string[] {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  return [
    ...(calls === 0 && results === 0 ? ['no tool call was found'] : []),
    ...(calls === 0 && results > 0 ? ['results were found, and no call that they answer'] : []),
    ...(calls > 0 && results === 0 ? ['calls were found, and nothing that came back'] : []),
    ...(calls > 0 && results > 0 && pairing < FEW_PAIRS
      ? [`${percent(1 - pairing)} of calls and results found no other half`]
      : []),
    ...(asks ? [] : ['nobody asks: no message of a user was found']),
    ...(distinct < MUCH_REPEATED
      ? [`${percent(1 - distinct)} of the longer texts that are read repeat others`]
      : []),
    ...(textShare < LITTLE_TEXT ? [`${percent(1 - textShare)} of the text is not read`] : []),
  ];
}
