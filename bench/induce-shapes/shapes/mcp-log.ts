import type { Conversation } from '../conversations.ts';
import { callsOf, expectSteps, make, pick, resultText, type Shape, type ShapeFile } from '../shape.ts';

/** The log that a desktop client keeps of one server: what goes over the wire, and what the server prints. Only calls pass here. */
export const mcpLog: Shape = {
  source: 'Model Context Protocol, log of a desktop client',
  form: 'text',
  files: () => pick('coding', 'refunds', 'analysis', 'travel', 'incident').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const server = conversation.agent.replaceAll('_', '-');
  const lines: string[] = [];
  let id = 0;
  const log = (level: string, text: string): void => {
    lines.push(`${made.time(0.08)} [${server}] [${level}] ${text}`);
  };
  const fromClient = (message: object): void =>
    log('info', `Message from client: ${JSON.stringify(message)} { metadata: undefined }`);
  const fromServer = (message: object): void =>
    log('info', `Message from server: ${JSON.stringify(message)} { metadata: undefined }`);
  const ask = (method: string, params: object): number => {
    const own = id++;
    fromClient({ method, params, jsonrpc: '2.0', id: own });
    return own;
  };
  const answer = (own: number, result: object): void => fromServer({ jsonrpc: '2.0', id: own, result });
  log('info', 'Initializing server...');
  log('info', 'Server started and connected successfully');
  answer(
    ask('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'desktop', version: '0.1.0' },
    }),
    {
      protocolVersion: '2025-06-18',
      capabilities: { tools: { listChanged: true } },
      serverInfo: { name: server, version: '1.4.2' },
    },
  );
  fromClient({ method: 'notifications/initialized', jsonrpc: '2.0' });
  const names = [...new Set(conversation.turns.flatMap((turn) => callsOf(turn).map(({ tool }) => tool)))];
  answer(ask('tools/list', {}), {
    tools: names.map((name) => ({
      name,
      description: `Use ${name}.`,
      inputSchema: { type: 'object', properties: {} },
    })),
  });
  fromServer({
    jsonrpc: '2.0',
    id: ask('resources/list', {}),
    error: { code: -32601, message: 'Method not found' },
  });
  for (const turn of conversation.turns) {
    const asked = callsOf(turn).map((call) => ({
      call,
      own: ask('tools/call', { name: call.tool, arguments: call.arguments, _meta: { progressToken: id } }),
    }));
    // Answers to calls in parallel come in any order.
    for (const { call, own } of asked.toReversed()) {
      lines.push(`DEBUG:server:handling ${call.tool} (${made.number(2, 40)} ms)`);
      fromServer({
        method: 'notifications/progress',
        params: { progressToken: own, progress: 1, total: 1 },
        jsonrpc: '2.0',
      });
      answer(own, {
        content: [{ type: 'text', text: resultText(call) }],
        ...(call.failed === true ? { isError: true } : {}),
      });
    }
  }
  log('info', 'Server transport closed');
  log('info', 'Client transport closed');
  return {
    path: `Logs/mcp-server-${server}.log`,
    text: `${lines.join('\n')}\n`,
    runs: [expectSteps(conversation.turns, { keeps: (turn) => callsOf(turn).length > 0 })],
  };
}
