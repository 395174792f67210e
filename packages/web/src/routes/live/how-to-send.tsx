import '../runs/empty-list.css';
import type { ReactNode } from 'react';
import { CopyButton } from '../../components/copy-button.tsx';
import { CURRENT_PROJECT } from '../../project/current-project.ts';

const CODE = `import { tracewright } from '@tracewright/sdk';
const clerk = tracewright().agent(runClerk, 'clerk');`;

/** Nothing is running: how agents get here. */
export function HowToSend(): ReactNode {
  const endpoint = `${window.location.origin}`;
  const header =
    CURRENT_PROJECT === undefined
      ? ''
      : `\nOTEL_EXPORTER_OTLP_HEADERS=x-tracewright-project=${CURRENT_PROJECT}`;
  const environment = `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}${header}`;
  return (
    <section className="empty-list live-empty" aria-labelledby="nothing-live">
      <h2 id="nothing-live">Nothing is running</h2>
      <p>An agent shows here as soon as it sends its first span. Any OpenTelemetry exporter will do:</p>
      <Snippet text={environment} what="exporter settings" />
      <p>or, in a TypeScript program, two lines:</p>
      <Snippet text={CODE} what="code" />
      <p>
        Logs of agents that are still being written: <code>tracewright import --follow PATH</code>
      </p>
    </section>
  );
}

function Snippet({ text, what }: { readonly text: string; readonly what: string }): ReactNode {
  return (
    <div className="live-snippet">
      <pre tabIndex={0} role="region" aria-label={what}>
        {text}
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
