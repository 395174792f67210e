/** The worker's entry: owns the only instance of the engine and answers the main thread. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ReplyMessage, Request, RequestMessage, Statement, WorkerOptions } from '../protocol.ts';
import { findRunsOfTracesSql } from '../sql-queries.ts';
import { AnswerFlow } from './answer-flow.ts';
import { Engine, isGivenUp } from './engine.ts';
import { toErrorData } from './errors.ts';

// The main thread starts this file with exactly these.
const options = workerData as WorkerOptions;
const port = parentPort;
if (port === null) throw new Error('unreachable: this file runs as a worker');

function reply(message: ReplyMessage): void {
  port?.postMessage(message);
}

let engine: Promise<Engine> = Engine.open(options);

engine.then(
  ({ opened }) => reply({ id: 0, kind: 'opened', value: opened }),
  (error: unknown) => {
    reply({ id: 0, kind: 'failed', error: toErrorData(error, options.path) });
    port.close();
  },
);

/** By the query's id, while it is answered. */
const flows = new Map<number, AnswerFlow>();

async function sendRows(id: number, statement: Statement, { readers }: Engine): Promise<void> {
  const flow = new AnswerFlow((columns) => reply({ id, kind: 'rows', columns }));
  flows.set(id, flow);
  try {
    await readers.query(statement, (columns) => flow.send(columns));
  } finally {
    flows.delete(id);
  }
}

async function answer(
  id: number,
  request: Exclude<Request, { kind: 'taken' }>,
  current: Engine,
): Promise<void> {
  switch (request.kind) {
    case 'query':
      await sendRows(id, request.statement, current);
      return reply({ id, kind: 'done' });
    case 'find-traces': {
      const candidates = current.traceCandidates(request.traceIds);
      // A trace that is new, as most are, costs no scan.
      if (candidates.length > 0) await sendRows(id, findRunsOfTracesSql(candidates), current);
      return reply({ id, kind: 'done' });
    }
    case 'write':
      return reply({ id, kind: 'written', receipt: await current.queue.write(request.slice) });
    case 'delete':
      return reply({
        id,
        kind: 'deleted',
        receipt: await current.queue.deleteRuns(request.runIds, request.sweeps),
      });
    case 'delete-findings':
      return reply({
        id,
        kind: 'findings-deleted',
        count: await current.queue.deleteFindings(request.ids),
      });
    case 'compact':
      await current.queue.compact();
      return reply({ id, kind: 'done' });
    case 'close':
      await current.close();
      reply({ id, kind: 'done' });
      port?.close();
  }
}

/** Opens the file again, once for all requests that met the same end, and again for a request that finds that this failed. */
function replace(used: Promise<Engine>): void {
  if (engine !== used) return;
  engine = used.then(
    (given) => {
      given.abandon();
      return Engine.open(options);
    },
    () => Engine.open(options),
  );
  // Told to the next request.
  engine.catch(() => undefined);
}

port.on('message', ({ id, request }: RequestMessage) => {
  if (request.kind === 'taken') {
    flows.get(id)?.taken();
    return;
  }
  const used = engine;
  used
    .then((current) => answer(id, request, current))
    .catch(async (error: unknown) => {
      const isOpen = await used.then(
        () => true,
        () => false,
      );
      if (!isOpen || isGivenUp(error)) replace(used);
      reply({ id, kind: 'failed', error: toErrorData(error, options.path) });
    });
});
