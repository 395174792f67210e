/**
 * Records an agent with a scripted model, and checks what a collector would see.
 *
 *     npx tsx --conditions=@tracewright/source examples/record-agent/main.ts
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { tracewright } from '@tracewright/sdk';

// A collector that keeps what it is sent. With `tracewright serve` running, leave `endpoint` out and look at the page.
const bodies: string[] = [];
const collector = createServer((request, response) => {
  void text(request).then((body) => response.end('{}', () => bodies.push(body)));
}).listen(0, '127.0.0.1');
await once(collector, 'listening');
const { port } = collector.address() as AddressInfo;

// 1. The recorder.
const tw = tracewright({ endpoint: `http://127.0.0.1:${port}`, serviceName: 'shop' });

// 2. What is to be recorded: tools, a model, an agent.
const tools = tw.tools({ findOrder: async ({ id }: { id: number }) => ({ id, state: 'lost' }) });
const model = tw.wrap(
  async (messages: { role: string; content: string }[]) =>
    messages.some(({ role }) => role === 'tool') ? 'It is lost; here is your money.' : 'CALL findOrder 4711',
  { name: 'scripted-1', as: 'model' },
);
const clerk = tw.agent(async (question: string) => {
  const messages = [{ role: 'user', content: question }];
  for (;;) {
    const answer = await model(messages);
    const id = /^CALL findOrder (\d+)$/.exec(answer)?.[1];
    if (id === undefined) return answer;
    messages.push({ role: 'tool', content: JSON.stringify(await tools.findOrder({ id: Number(id) })) });
  }
}, 'clerk');

const answer = await tw.run(
  {
    task: 'refund-4711',
    taskText: 'Where is my order 4711?',
    outcome: (said: string) => ({ status: said.includes('money') ? 'success' : 'failure', source: 'test' }),
  },
  () => clerk('Where is my order 4711?'),
);
await tw.shutdown();
collector.close();

// The run, the agent, two model calls and one tool call; the outcome on the run.
const names = [...bodies.join('').matchAll(/"name":"([^"@]+)","kind"/g)].map(([, name]) => name).toSorted();
const expected = [
  'chat scripted-1',
  'chat scripted-1',
  'execute_tool findOrder',
  'invoke_agent clerk',
  'run refund-4711',
];
const isRight =
  answer === 'It is lost; here is your money.' &&
  JSON.stringify(names) === JSON.stringify(expected) &&
  bodies.join('').includes('"tracewright.run.outcome.status","value":{"stringValue":"success"}');
process.stdout.write(
  isRight ? `recorded ${names.join(', ')}\n` : `expected ${expected.join(', ')}, got ${names.join(', ')}\n`,
);
process.exitCode = isRight ? 0 : 1;
