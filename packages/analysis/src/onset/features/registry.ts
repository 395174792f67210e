import { ACT_FEATURES } from './act-features.ts';
import { CONTENT_FEATURES } from './content-features.ts';
import { EVIDENCE_FEATURES } from './evidence-features.ts';
import type { Feature } from './feature.ts';
import { LANGUAGE_FEATURES } from './language-features.ts';
import { AGENT_FEATURES, PLACE_FEATURES } from './place-features.ts';

/** Every feature, in the order of the columns of a description. */
export const FEATURES: readonly Feature[] = [
  ...PLACE_FEATURES,
  ...AGENT_FEATURES,
  ...ACT_FEATURES,
  ...CONTENT_FEATURES,
  ...LANGUAGE_FEATURES,
  ...EVIDENCE_FEATURES,
];
