/**
 * Files that lie beside runs and hold none: documents, programs, tables, checksums, models of software, labels. They are passed over
 * with a reason. Asked after every format; whatever could be a log of an agent is refused here, so that it is reported as
 * unknown rather than passed over in silence.
 */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import { type ImportFormat, refuse, skip } from '../../format.ts';
import type { Content } from '../../reading/content.ts';
import { findXmlRoot } from '../../reading/xml-root.ts';
import { recogniseDocument } from './documents.ts';
import { recogniseCode } from './source-code.ts';
import { recogniseTable } from './tables.ts';

export const notRuns: ImportFormat = {
  name: 'not-runs',
  title: 'Files that hold no run',
  versions:
    'prose, Markdown, source code, CSV and TSV, checksums, XMI models, ArDoCo code models, StrictDoc, AgentRx labels',
  kept: 'nothing: the file is listed as skipped, with the reason',
  dropped: 'the whole file',
  specification: 'docs/formats.md',
  detect(content) {
    const reason = recognise(content);
    return reason === undefined
      ? refuse('no document, program, table, model or label file')
      : skip(`${reason}: no run in it`);
  },
  // oxlint-disable-next-line require-yield -- no file is ever matched, so there is nothing to yield
  async *import() {},
};

function recognise(content: Content): string | undefined {
  switch (content.kind) {
    case 'json':
      return recogniseJson(content.value);
    case 'xml':
      return recogniseXml(content.head);
    case 'text':
      return recogniseTable(content.head) ?? recogniseCode(content.head) ?? recogniseDocument(content.head);
    case 'jsonl':
      // A document with examples in JSON; a log has mostly records.
      return isMostlyJson(content.head) ? undefined : recogniseDocument(content.head);
    case 'binary':
    case 'empty':
      return undefined;
  }
}

function recogniseJson(value: JsonValue): string | undefined {
  if (isJsonObject(value) && isJsonObject(value['codeItemRepository'])) return 'a code model (ArDoCo)';
  if (isJsonObject(value) && value['kind'] === 'import-adapter') return 'an import adapter (Tracewright)';
  const first = Array.isArray(value) ? (value as readonly JsonValue[])[0] : undefined;
  // Failure labels of AgentRx: they belong to runs in other files, and are labels.
  if (isJsonObject(first) && first['trajectory_id'] !== undefined && Array.isArray(first['failures']))
    return 'failure labels (AgentRx)';
  return undefined;
}

function recogniseXml(head: string): string | undefined {
  const root = findXmlRoot(head);
  return root !== undefined && root.attributes.includes('xmlns:xmi=')
    ? `a model in XMI (<${root.name}>)`
    : undefined;
}

function isMostlyJson(head: string): boolean {
  const lines = head.split('\n').filter((line) => line.trim() !== '');
  return lines.filter((line) => /^\s*[[{].*[\]}],?\s*$/.test(line)).length * 2 > lines.length;
}
