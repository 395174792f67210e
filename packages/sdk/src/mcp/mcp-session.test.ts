import { expect, it } from 'vitest';
import { tracewright } from '@tracewright/sdk';
import { startCollector } from '../../test-support/collector.ts';

it("keeps the connection's id to itself: the caller's trace belongs to the caller's conversation", async () => {
  await using collector = await startCollector();
  const tw = tracewright({ endpoint: collector.url, env: {}, flushOnExit: false });
  const session = tw.mcpSession({ server: 'sums', transport: 'tcp', sessionId: 'connection-1' });
  const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
  session.fromClient({ id: 1, method: 'tools/list' });
  session.fromClient({ id: 2, method: 'tools/call', params: { name: 'add', _meta: { traceparent } } });
  session.close();
  await tw.shutdown();
  const { spans } = await collector.read();
  expect(spans.map(({ name, attributes }) => [name, attributes['mcp.session.id']])).toEqual([
    ['mcp sums', 'connection-1'],
    ['tools/list', 'connection-1'],
    ['tools/call add', 'connection-1'],
  ]);
  expect(collector.bodies.join('')).not.toMatch(/"(?:session\.id|gen_ai\.conversation\.id)"/);
});
