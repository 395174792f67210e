/** Recording a span with the SDK, beside the OpenTelemetry JS SDK; it lies with the package that has that as a dependency. */
export { run } from '../packages/sdk/bench/sdk.ts';
