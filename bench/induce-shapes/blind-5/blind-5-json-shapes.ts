/** Twelve more shapes of JSON or YAML by somebody who had seen neither the inducer nor what it reads. */
import type { Shape } from '../shape.ts';
import { androidControl } from './android-control.ts';
import { cursorAgentStream, traeTrajectory } from './coders.ts';
import { complexFuncBench, toolAceRows } from './datasets.ts';
import { galileoTraces } from './galileo-traces.ts';
import { lokiStreams } from './loki-streams.ts';
import { rubyLlmYaml } from './rubyllm-yaml.ts';
import { metagptTeam, openhandsSdkEvents } from './teams.ts';
import { bedrockInvocations, harCapture } from './wire.ts';

export const BLIND_5_JSON: Readonly<Record<string, Shape>> = {
  'android-control': androidControl,
  'bedrock-invocations': bedrockInvocations,
  complexfuncbench: complexFuncBench,
  'cursor-agent-stream': cursorAgentStream,
  'galileo-traces': galileoTraces,
  'har-capture': harCapture,
  'loki-streams': lokiStreams,
  'metagpt-team': metagptTeam,
  'openhands-sdk-events': openhandsSdkEvents,
  'rubyllm-yaml': rubyLlmYaml,
  'toolace-rows': toolAceRows,
  'trae-trajectory': traeTrajectory,
};
