import type { Detector } from './detector.ts';
import { failedCheck } from './detectors/failed-check.ts';
import { falseSuccess } from './detectors/false-success.ts';
import { faultyReasoning } from './detectors/faulty-reasoning.ts';
import { givingUp } from './detectors/giving-up.ts';
import { ignoredResult } from './detectors/ignored-result.ts';
import { invalidCall } from './detectors/invalid-call.ts';
import { limitReached } from './detectors/limit-reached.ts';
import { noProgress } from './detectors/no-progress.ts';
import { openRequest } from './detectors/open-request.ts';
import { pingPong } from './detectors/ping-pong.ts';
import { repeatedAction } from './detectors/repeated-action.ts';
import { toolError } from './detectors/tool-error.ts';
import { truncatedOutput } from './detectors/truncated-output.ts';

/** Every detector, in the order findings about one step are listed. */
export const DETECTORS: readonly Detector[] = [
  invalidCall,
  toolError,
  failedCheck,
  falseSuccess,
  faultyReasoning,
  ignoredResult,
  repeatedAction,
  pingPong,
  noProgress,
  limitReached,
  truncatedOutput,
  openRequest,
  givingUp,
];
