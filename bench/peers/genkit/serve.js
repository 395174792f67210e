/** `serve.js PORT FOLDER`: Genkit's telemetry server with its file stores, as `genkit start` runs it. */
import { createRequire } from 'node:module';

// Required, not imported: the package's ES modules name files without extension, which Node does not resolve.
const { LocalFileLogStore, LocalFileTraceStore, startTelemetryServer } = createRequire(import.meta.url)(
  '@genkit-ai/telemetry-server',
);

const [port, folder] = process.argv.slice(2);
const roots = { storeRoot: folder, indexRoot: folder };
await startTelemetryServer({
  port: Number(port),
  traceStore: new LocalFileTraceStore(roots),
  logStore: new LocalFileLogStore(roots),
});
