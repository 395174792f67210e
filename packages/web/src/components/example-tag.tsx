import './example-tag.css';
import type { ReactNode } from 'react';
import { Badge } from '../design/badge.tsx';
import type { RunJson } from '@tracewright/core';

/** Where the example runs lie, as `npm start` imports them. */
const EXAMPLES = 'examples/runs/';

/** Tells a run that comes with Tracewright from the reader's own. */
export function ExampleTag({ run }: { readonly run: Pick<RunJson, 'source'> }): ReactNode {
  if (!run.source.path.startsWith(EXAMPLES)) return null;
  return (
    <Badge title={`A run that comes with Tracewright. The filter path ~ ${EXAMPLES} shows all of them.`}>
      <span className="example-tag">
        <span className="example-word">example</span>
      </span>
    </Badge>
  );
}
