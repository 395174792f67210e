/** The worker's entry: owns the only instance of the engine and answers the main thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { TraceError } from '@tracewright/core';
import type { ReplyMessage, Request, RequestMessage, WorkerOptions } from '../protocol.ts';
import { MIGRATIONS } from '../schema.ts';
import { openDatabase } from './database.ts';
import { toErrorData } from './errors.ts';
import { Readers } from './readers.ts';
import { WriteQueue } from './write-queue.ts';
import { Writer } from './writer.ts';

// The main thread starts this file with exactly these.
const { path, readOnly } = workerData as WorkerOptions;
const port = parentPort;
if (port === null) throw new Error('unreachable: this file runs as a worker');

function reply(message: ReplyMessage): void {
  port?.postMessage(message);
}

async function open(): Promise<(id: number, request: Request) => Promise<void>> {
  const { instance, engineVersion, schemaVersion } = await openDatabase({
    path,
    readOnly,
    migrations: MIGRATIONS,
  });
  const readers = await Readers.create(instance);
  const connection = await instance.connect();
  const queue = readOnly ? undefined : new WriteQueue(connection, await Writer.create(connection), path);
  reply({ id: 0, kind: 'opened', value: { engineVersion, schemaVersion } });

  return async (id, request) => {
    switch (request.kind) {
      case 'query':
        await readers.query(request.statement, (columns) => reply({ id, kind: 'rows', columns }));
        return reply({ id, kind: 'done' });
      case 'write':
        return reply({ id, kind: 'written', receipt: await writable(queue).write(request.slice) });
      case 'delete':
        return reply({
          id,
          kind: 'deleted',
          receipt: await writable(queue).deleteRuns(request.runIds, request.sweeps),
        });
      case 'close':
        try {
          await queue?.close();
        } finally {
          readers.close();
          connection.closeSync();
          instance.closeSync();
        }
        reply({ id, kind: 'done' });
        port?.close();
    }
  };
}

function writable(queue: WriteQueue | undefined): WriteQueue {
  if (queue !== undefined) return queue;
  throw new TraceError('store-failed', { message: 'the store is open for reading only', where: path });
}

const handler = open();
handler.catch((error: unknown) => {
  reply({ id: 0, kind: 'failed', error: toErrorData(error, path) });
  port.close();
});

port.on('message', ({ id, request }: RequestMessage) => {
  handler
    .then((handle) => handle(id, request))
    .catch((error: unknown) => reply({ id, kind: 'failed', error: toErrorData(error, path) }));
});
