/** Twelve more shapes of JSON, CSV or XML by somebody who had seen neither the inducer nor what it reads. */
import type { Shape } from '../shape.ts';
import { ampThread } from './amp-thread.ts';
import { claudeAiExport, flowiseExport } from './apps.ts';
import { crewaiTraceEvents } from './crewai-trace-events.ts';
import { apigenMt, toolTalkDialogues } from './datasets.ts';
import { messageStoreCsv, serviceNowXml } from './tables.ts';
import { genkitTrace, jaegerTraces } from './traces.ts';
import { mistralEntries, realtimeSocket } from './wire.ts';

export const BLIND_4_JSON: Readonly<Record<string, Shape>> = {
  'amp-thread': ampThread,
  'apigen-mt': apigenMt,
  'claude-ai-export': claudeAiExport,
  'crewai-trace-events': crewaiTraceEvents,
  'flowise-export': flowiseExport,
  'genkit-trace': genkitTrace,
  'jaeger-traces': jaegerTraces,
  'message-store-csv': messageStoreCsv,
  'mistral-entries': mistralEntries,
  'realtime-socket': realtimeSocket,
  'servicenow-xml': serviceNowXml,
  'tooltalk-dialogues': toolTalkDialogues,
};
