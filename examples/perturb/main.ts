/**
 * Makes one thing wrong at a time in what an agent is given, and measures how far that travels: an agent that refunds whatever
 * the record says, and the same agent behind a guardrail.
 *
 *     npx tsx --conditions=@tracewright/source examples/perturb/main.ts
 */
import { buildSteps, type Inputs, measurePerturbations, type WorkflowRun } from '@tracewright/analysis';
import { isJsonObject, type JsonObject, type TraceId } from '@tracewright/core';
import { toTraceRunId } from '@tracewright/importers';
import { tracewright } from '@tracewright/sdk';
import { startServer } from '@tracewright/server';
import { openMemoryStore } from '@tracewright/store';

// A store in memory takes what the sdk records. With `tracewright serve` running, leave `endpoint` out and look at the page.
const store = openMemoryStore();
const server = await startServer({ store, port: 0, grpcPort: undefined });
const tw = tracewright({ endpoint: server.url, serviceName: 'refunds' });

// 1. The agent: it reads the order and the ledger, and refunds what the order says was paid.
const REFUND_LIMIT = 500;
function createWorkflow(isGuarded: boolean): (inputs: Inputs) => Promise<WorkflowRun> {
  return async (inputs) => {
    const tools = tw.tools({
      getOrder: async () => readJson(inputs, 'order'),
      getLedger: async () => (inputs['ledger']?.kind === 'table' ? inputs['ledger'].rows : []),
      refundOrder: async ({ amount }: { amount: unknown }) => `refunded ${String(amount)} EUR`,
    });
    const clerk = tw.agent(async (_question: string) => {
      const { paid } = await tools.getOrder();
      const booked = (await tools.getLedger()).map(([, amount]) => amount);
      // The guardrail: money moves only where two sources agree, once, within the limit.
      const isSound =
        typeof paid === 'number' &&
        paid <= REFUND_LIMIT &&
        booked.filter((amount) => amount === paid).length === 1;
      if (isGuarded && !isSound) return 'I hand this over to a colleague.';
      await tools.refundOrder({ amount: paid });
      return `You get ${JSON.stringify(paid)} EUR back.`;
    }, 'clerk');
    let traceId = '';
    const answer = await tw.run({ task: 'refund' }, (run) => {
      traceId = run.traceId;
      return clerk('Please refund my order.');
    });
    await tw.flush();
    return { steps: buildSteps(await store.readSpans(toTraceRunId(traceId as TraceId))), answer };
  };
}

function readJson(inputs: Inputs, name: string): JsonObject {
  const artefact = inputs[name];
  return artefact?.kind === 'json' && isJsonObject(artefact.value) ? artefact.value : {};
}

// 2. What it is given.
const inputs: Inputs = {
  order: { kind: 'json', value: { paid: 40, currency: 'EUR' } },
  ledger: {
    kind: 'table',
    columns: ['order', 'amount'],
    rows: [
      ['A6', 12],
      ['A7', 40],
    ],
  },
};

// 3. One thing wrong at a time.
const trusting = await measurePerturbations({ workflow: createWorkflow(false), inputs, seed: 4, repeats: 1 });
const guarded = await measurePerturbations({ workflow: createWorkflow(true), inputs, seed: 4, repeats: 1 });
await tw.shutdown();
await server.close();
await store.close();

for (const [name, { results, summary }] of Object.entries({ trusting, guarded })) {
  process.stdout.write(
    `${name}: contained ${summary.containment}, answers changed ${summary.answersChanged}\n`,
  );
  for (const { input, kind, description, firstDivergence, isContained } of results)
    process.stdout.write(
      `  ${input ?? 'nothing'} ${kind}: ${description}; parts at ${firstDivergence?.a ?? 'no step'}, ${isContained === true ? 'contained' : 'reached the world'}\n`,
    );
}

// The same inputs give the same run; the guardrail contains every fault, the trusting agent does not.
const repeated = trusting.results.at(-1);
const escaped = trusting.results.filter(({ escapedSteps }) => escapedSteps.length > 0);
const isRight =
  repeated?.kind === 'repeat' &&
  repeated.firstDivergence === null &&
  escaped.length > 0 &&
  escaped.every(({ firstDivergence }) => firstDivergence !== null) &&
  guarded.summary.containment === 1 &&
  (guarded.summary.answersChanged ?? 0) > 0;
if (!isRight)
  process.stderr.write('the guardrail should contain every fault, and the trusting agent should not\n');
process.exitCode = isRight ? 0 : 1;
