import { buildSteps } from '@tracewright/analysis';
import { expect, it } from 'vitest';
import { ofOperation, outline } from './outline.ts';
import { IS_MISSING, runSource } from './run-source.ts';

it.skipIf(IS_MISSING)('takes MCP clients and servers of two processes as one trace', async () => {
  const { runs, spans } = await runSource('mcp');
  // One connection over stdio, one over streamable HTTP. Neither package tells session or outcome: the span around does.
  const outcome = { status: 'success', source: 'test' };
  const bySession = runs.toSorted((a, b) => ((a.session ?? '') < (b.session ?? '') ? -1 : 1));
  expect(bySession).toMatchObject([
    { session: 'desk-7', user: 'ada', agent: 'mcp-desk', stats: { spans: 8 }, outcome },
    { session: 'desk-8', user: 'ada', agent: 'mcp-desk', stats: { spans: 8 }, outcome },
  ]);
  const connection = [
    'desk (other)',
    '  mcp.client.session (other)',
    '    initialize.mcp (other)',
    '    tools/list.mcp (other)',
    '    find_book.tool (tool)',
    '      tools/call find_book (tool)',
    '    find_book.tool (tool)',
    '      tools/call find_book (tool)',
  ];
  expect(outline(spans)).toEqual([...connection, ...connection]);
  const tools = ofOperation(spans, 'tool');
  const failed = { name: 'find_book', arguments: { title: 'Gone' }, result: 'no such book' };
  const found = { name: 'find_book', arguments: { title: 'Salt' }, result: { copies: 2 } };
  expect(tools.map(({ tool }) => tool)).toEqual([failed, failed, found, found, failed, failed, found, found]);
  expect(tools.map(({ kind, status }) => `${kind} ${status}`).slice(0, 4)).toEqual([
    'client error',
    'server error',
    'client ok',
    'server unset',
  ]);
  expect(tools[0]?.statusMessage).toBe('no such book');
  const servers = tools.filter(({ kind }) => kind === 'server');
  expect(servers.map(({ attributes }) => attributes['network.transport'])).toEqual([
    'pipe',
    'pipe',
    'tcp',
    'tcp',
  ]);
  expect(servers.at(-1)?.attributes).toMatchObject({
    'mcp.method.name': 'tools/call',
    'mcp.session.id': 'mcp-session-1',
    'jsonrpc.request.id': '3',
  });
  // What the server did is the call that the client made, not another.
  expect(buildSteps(spans).map(({ action, observation }) => [action.tool, observation?.status])).toEqual([
    ['find_book', 'error'],
    ['find_book', 'ok'],
    ['find_book', 'error'],
    ['find_book', 'ok'],
  ]);
});
