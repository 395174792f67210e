/**
 * One POST by `node:http`: half the processor time of `fetch` for bodies of megabytes, and a connection that does not keep
 * the process alive: a collector that hangs cannot hold up a program that has nothing left to do.
 */
import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { MAX_ANSWER_CHARACTERS, type Send } from '../export/send.ts';

const OPTIONS = { keepAlive: true, maxSockets: 2 } as const;
let httpAgent: HttpAgent | undefined;
let httpsAgent: HttpsAgent | undefined;

export const sendByHttp: Send = (url, headers, body, signal) =>
  new Promise((resolve, reject) => {
    const isSecure = url.startsWith('https:');
    const agent = isSecure
      ? (httpsAgent ??= new HttpsAgent(OPTIONS))
      : (httpAgent ??= new HttpAgent(OPTIONS));
    const bytes = Buffer.from(body);
    const request = (isSecure ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': bytes.length },
      agent,
      signal,
    });
    request.on('socket', (socket) => socket.unref());
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (text.length < MAX_ANSWER_CHARACTERS) text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0 } = response;
        const retryAfter = response.headers['retry-after'];
        resolve({ status: statusCode, retryAfter, text: text.slice(0, MAX_ANSWER_CHARACTERS) });
      });
    });
    request.end(bytes);
  });
