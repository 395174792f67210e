import { expect, it } from 'vitest';
import { readExport } from './read-export.ts';
import { findSessionRuns } from './run-ids.ts';

it('is the session of the root where its trace goes through several services, in whatever order they come', () => {
  const attributes = (key: string, stringValue: string): object => ({
    attributes: [{ key, value: { stringValue } }],
  });
  const exported = (service: string, parentSpanId?: string): object => ({
    resource: attributes('service.name', service),
    scopeSpans: [
      {
        spans: [
          {
            traceId: '5b8efff798038103d269b633813fc60c',
            spanId: parentSpanId === undefined ? 'eee19b7ec3c1b174' : 'eee19b7ec3c1b175',
            parentSpanId,
            ...attributes('session.id', '1'),
          },
        ],
      },
    ],
  });
  const read = (...resourceSpans: readonly object[]): unknown =>
    findSessionRuns(
      readExport('traces', new TextEncoder().encode(JSON.stringify({ resourceSpans })), 'json').drafts,
    );
  const root = exported('agent');
  const nested = exported('tools', 'eee19b7ec3c1b174');
  expect(read(root)).not.toEqual(read(nested));
  expect(read(nested, root)).toEqual(read(root));
  expect(read(root, nested)).toEqual(read(root));
});
