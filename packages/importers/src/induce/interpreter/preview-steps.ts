/** The first turns as an adapter reads them, in short: what a person looks at before trusting it. */
import type { AdapterReportJson } from '@tracewright/core';
import type { AdapterBody } from '../adapter/adapter.ts';
import type { RawDocument } from '../containers/raw-document.ts';
import { textOf } from '../adapter/select-value.ts';
import { readPieces } from './run-adapter.ts';

export type PreviewLine = AdapterReportJson['preview'][number];

const CUT = 160;

export function previewSteps(body: AdapterBody, document: RawDocument, count: number = 6): PreviewLine[] {
  const lines: PreviewLine[] = [];
  for (const piece of readPieces(body, document)) {
    if (lines.length >= count) break;
    if (piece === undefined || piece.as === 'note') continue;
    const [call] = piece.calls;
    const result = call?.result ?? piece.results[0];
    lines.push({
      as: piece.as,
      role: piece.role ?? 'agent',
      agent: piece.agent ?? '',
      thought: cut(piece.thought),
      text: cut(piece.text),
      tool: call?.tool ?? '',
      arguments: call === undefined ? cut(textOf(piece.arguments)) : cut(JSON.stringify(call.arguments)),
      result: result === undefined ? '' : cut(textOf(result.content)),
    });
  }
  return lines;
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > CUT ? `${line.slice(0, CUT)}…` : line;
}
