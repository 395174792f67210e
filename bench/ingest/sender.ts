/**
 * Sends load from a process of its own: `sender.ts URL KIND ENCODING REQUESTS CONCURRENCY [FIRST]`; prints one line of JSON. A
 * request that is refused for now (429, 503) is sent again, as an exporter would.
 */
import { Agent, request as startRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildTemplates, type Encoding, fillTemplate, type WorkloadKind } from './workload.ts';

export interface SendReport {
  readonly seconds: number;
  readonly requests: number;
  readonly spans: number;
  readonly bytes: number;
  readonly refused: number;
  /** Acknowledge times, ascending; a request that was refused for now counts until it was taken. */
  readonly acknowledgeMs: readonly number[];
  /** CPU of the sender, seconds. */
  readonly cpuSeconds: number;
}

const [url = '', kind = 'plain', encoding = 'protobuf', requests = '100', concurrency = '8', first = '0'] =
  process.argv.slice(2);
// The casts: the only caller is send.ts, which passes these.
const templates = buildTemplates(kind as WorkloadKind, encoding as Encoding);
const agent = new Agent({ keepAlive: true, maxSockets: Number(concurrency) });
const times: number[] = [];
let next = Number(first);
const end = next + Number(requests);
let bytes = 0;
let refused = 0;

interface Answer {
  readonly status: number;
  readonly text: string;
}

function post(body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = startRequest(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': encoding === 'json' ? 'application/json' : 'application/x-protobuf',
          'content-length': body.length,
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A 200 may still refuse spans: they would be counted as taken. Everything taken is the empty message. */
function refusesSpans(text: string): boolean {
  if (encoding === 'protobuf') return text !== '';
  return /"rejectedSpans":\s*"?[1-9]/.test(text);
}

async function sendAll(): Promise<void> {
  while (next < end) {
    const number = next;
    next += 1;
    const template = templates[number % templates.length];
    if (template === undefined) throw new Error('unreachable: no template');
    const body = fillTemplate(template, number);
    bytes += body.length;
    const start = performance.now();
    for (;;) {
      const { status, text } = await post(body);
      if (status === 200 && refusesSpans(text)) throw new Error(`spans were refused: ${text}`);
      if (status === 200) break;
      if (status !== 429 && status !== 503) throw new Error(`HTTP ${status}`);
      refused += 1;
      await sleep(50);
    }
    times.push(performance.now() - start);
  }
}

const cpu = process.cpuUsage();
const start = performance.now();
await Promise.all(Array.from({ length: Number(concurrency) }, sendAll));
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpu);
times.sort((a, b) => a - b);
const report: SendReport = {
  seconds,
  requests: times.length,
  spans: times.length * (templates[0]?.spans ?? 0),
  bytes,
  refused,
  acknowledgeMs: times.map((time) => Math.round(time * 100) / 100),
  cpuSeconds: (user + system) / 1e6,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
agent.destroy();
