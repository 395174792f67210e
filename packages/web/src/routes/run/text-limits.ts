import type { FoldLimits } from '../../text/fold.ts';

/** How much of a long text the transcript shows before it is opened. */
export const PROSE_LIMITS: FoldLimits = { lines: 14, characters: 1400 };
/** Of reasoning beside an act: what was done says more. */
export const THOUGHT_LIMITS: FoldLimits = { lines: 4, characters: 360 };
export const OUTPUT_LIMITS: FoldLimits = { lines: 12, characters: 1200 };
export const ARGUMENT_LIMITS: FoldLimits = { lines: 10, characters: 900 };
