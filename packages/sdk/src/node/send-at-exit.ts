/** Sends synchronously: a worker thread does the requests while this thread waits. For the `exit` event only. */
import { Worker } from 'node:worker_threads';
import type { ExitTarget } from '../platform.ts';

/** Plain CommonJS text: nothing is loaded from disk while the process ends. */
const SENDER = `
const { workerData: { url, headers, bodies, timeoutMs, done } } = require('node:worker_threads');
const flag = new Int32Array(done);
const finish = () => { Atomics.store(flag, 0, 1); Atomics.notify(flag, 0); };
const note = ({ statusCode }) => { if (statusCode >= 200 && statusCode < 300) Atomics.add(flag, 1, 1); };
const { request } = require(url.startsWith('https:') ? 'node:https' : 'node:http');
const send = (body) => new Promise((resolve) => {
  const bytes = Buffer.from(body);
  const call = request(url, { method: 'POST', timeout: timeoutMs, headers: { 'content-type': 'application/json', ...headers, 'content-length': bytes.length } },
    (response) => { note(response); response.resume(); response.on('close', resolve); });
  call.on('error', resolve);
  call.on('timeout', () => call.destroy());
  call.end(bytes);
});
(async () => { for (const body of bodies) await send(body); })().then(finish, finish);
`;

/** Begins to send. @returns what waits for the end of it, `exitTimeoutMs` from now at most: several are begun before one is waited for */
export function sendAtExit(target: ExitTarget): () => void {
  try {
    const bodies = target.takeBodies();
    if (bodies.length === 0) return () => undefined;
    /** Whether it is done, and how many bodies were taken. */
    const done = new SharedArrayBuffer(8);
    const { url, headers, exitTimeoutMs: timeoutMs } = target;
    const deadlineMs = performance.now() + timeoutMs;
    const worker = new Worker(SENDER, {
      eval: true,
      workerData: { url, headers, bodies, timeoutMs, done },
      execArgv: [],
      stderr: true,
      stdout: true,
    });
    worker.on('error', () => undefined);
    return () => {
      const flag = new Int32Array(done);
      Atomics.wait(flag, 0, 0, Math.max(0, deadlineMs - performance.now()));
      const lost = bodies.length - Atomics.load(flag, 1);
      if (lost > 0) target.tellLost(lost);
    };
  } catch {
    // The process is ending: there is nobody left to tell.
    return () => undefined;
  }
}
