/**
 * An agent fails, the run is diagnosed, and a second run goes on from the last step that stands, and succeeds.
 *
 *     npx tsx --conditions=@tracewright/source examples/replay/main.ts [DB]
 *
 * With DB, both runs stay in that store: `tracewright runs --db DB`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type JsonObject, type Message, messageText } from '@tracewright/core';
import { resumeFrom, tracewright } from '@tracewright/sdk';
import { startServer } from '@tracewright/server';
import { openStore } from '@tracewright/store';

const TASK = 'Order 4711 is lost: it was 3 mugs at 24 each. Refund them.';
// 1. A server to record into, as `tracewright serve` is.
const folder = await mkdtemp(join(tmpdir(), 'replay-'));
const store = await openStore({ path: process.argv[2] ?? join(folder, 'traces.duckdb') });
const server = await startServer({ store, port: 0 });
const client = createClient({ baseUrl: server.url, fetch: (url, init) => fetch(url, init as RequestInit) });
const tw = tracewright({ endpoint: server.url, serviceName: 'shop' });

// 2. An agent: tools, and a scripted model that miscalculates unless it is told the right sum.
let lookedUp = 0;
let refunded = 0;
const tools = {
  findOrder: async ({ id }: { id: number }) => ({
    id,
    mugs: 3,
    price: 24,
    state: 'lost',
    lookups: (lookedUp += 1),
  }),
  refundOrder: async ({ amount }: { amount: number }) => ({ refunded: (refunded = amount) }),
};
const text = (role: string, content: string): Message => ({ role, parts: [{ type: 'text', content }] });
const model = tw.wrap(
  async (messages: readonly Message[]): Promise<readonly [Message]> => {
    const last = messages.at(-1);
    const said = last === undefined ? '' : messageText(last);
    const told = /Expected: 3 \* 24 = (\d+)/.exec(said)?.[1];
    if (said === TASK) return [callTool('I look it up.', 'findOrder', { id: 4711 })];
    if (refunded > 0 && last?.role === 'tool') return [text('assistant', 'The money is on its way.')];
    const amount = Number(told ?? 62);
    return [callTool(`The refund is 3 * 24 = ${amount}.`, 'refundOrder', { amount })];
  },
  { name: 'scripted-1', as: 'model' },
);
const callTool = (content: string, name: string, value: JsonObject): Message => ({
  role: 'assistant',
  parts: [
    { type: 'text', content },
    { type: 'tool_call', id: `${name}-1`, name, arguments: value },
  ],
});
const clerk = async (conversation: readonly Message[], own: typeof tools): Promise<string> => {
  const messages = [...conversation];
  for (;;) {
    const [answer] = await model(messages);
    messages.push(answer);
    const call = answer.parts.find((part) => part.type === 'tool_call');
    if (call === undefined) return messageText(answer);
    // The scripted model gives each tool its own arguments.
    const value = call.arguments as { id: number; amount: number };
    const response = call.name === 'findOrder' ? await own.findOrder(value) : await own.refundOrder(value);
    messages.push({ role: 'tool', parts: [{ type: 'tool_call_response', id: call.id ?? '', response }] });
  }
};
const attempt = (work: () => Promise<string>): Promise<string> =>
  tw.run(
    {
      task: 'refund-4711',
      taskText: TASK,
      agent: 'clerk',
      outcome: () => ({ status: refunded === 72 ? 'success' : 'failure', source: 'test' }),
    },
    work,
  );

// 3. The first attempt.
await attempt(() => clerk([text('user', TASK)], tw.tools(tools)));
await tw.flush();
await server.idle();
const [failed] = (await client.listRuns({})).runs;

// 4. What went wrong, and a plan that ends before it.
const plan = await client.getReplayPlan(failed?.runId ?? '');
const resumed = resumeFrom(plan);

// 5. The second attempt goes on from there, in a fresh shop: nothing is looked up again, and the note is the next message.
refunded = 0;
await resumed.restore(tools);
await attempt(() => clerk(resumed.messages, tw.tools(tools)));
await tw.shutdown();
await server.idle();
const { runs } = await client.listRuns({ order: 'start' });

await server.close();
await store.close();
await rm(folder, { recursive: true });
const seen = {
  outcomes: runs.map(({ outcome }) => outcome.status),
  checkpoint: plan.body.checkpoint.stepIndex,
  calls: plan.body.calls.map(({ tool, kind }) => `${tool}: ${kind}`),
  note: plan.body.note.text.includes('Expected: 3 * 24 = 72'),
  lookedUp,
  refunded,
};
const expected = {
  outcomes: ['failure', 'success'],
  checkpoint: 1,
  calls: ['findOrder: replay'],
  note: true,
  lookedUp: 1,
  refunded: 72,
};
const isRight = JSON.stringify(seen) === JSON.stringify(expected);
process.stdout.write(
  isRight
    ? `failed, resumed and succeeded: ${runs.map(({ runId }) => runId).join(' then ')}\n${plan.body.note.text}\n`
    : `expected ${JSON.stringify(expected)}\ngot      ${JSON.stringify(seen)}\n`,
);
process.exitCode = isRight ? 0 : 1;
