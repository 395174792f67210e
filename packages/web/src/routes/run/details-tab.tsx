import './details-tab.css';
import type { ReactNode } from 'react';
import type { JsonObject, RunSummaryJson, ToolDefinition } from '@tracewright/core';
import { Disclosure } from '../../design/disclosure.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { FoldedText } from '../../components/folded-text.tsx';
import { JsonView } from '../../components/json-view.tsx';
import { formatCost, formatCount } from '../../format/quantity.ts';
import { toPlainText } from '../../text/plain-text.ts';

/** Longer values are folded. */
const LONG = 300;
const LIMITS = { lines: 6, characters: 500 } as const;

export function DetailsTab({ run }: { readonly run: RunSummaryJson['run'] }): ReactNode {
  const { details } = run.outcome;
  return (
    <div className="details">
      <dl className="details-rows">
        <Row name="Run id" value={run.runId} />
        {run.traceIds.map((traceId) => (
          <Row key={traceId} name="Trace id" value={traceId} />
        ))}
        <Row name="Source" value={run.source.path} />
        <Row name="Format" value={run.source.format} />
        <Row name="Agent" value={run.agent} />
        <Row name="Version" value={run.agentVersion} />
        <Row name="Model" value={run.model} />
        <Row name="Task" value={run.task} />
        <Row name="Started" value={run.startTime} />
        <Row name="Ended" value={run.endTime} />
        <Row name="Spans" value={formatCount(run.spans)} />
        <Row name="Tokens" value={run.tokens === null ? null : formatCount(run.tokens)} />
        <Row name="Cost" value={run.costUsd === null ? null : formatCost(run.costUsd)} />
      </dl>
      {details !== undefined && Object.keys(details).length > 0 && (
        <Values title="Outcome" values={details} />
      )}
      {Object.keys(run.environment).length > 0 && <Values title="Environment" values={run.environment} />}
      <Tools tools={run.tools} />
    </div>
  );
}

function Row({ name, value }: { readonly name: string; readonly value: string | null }): ReactNode {
  if (value === null || value === '') return null;
  return (
    <div className="details-row">
      <dt>{name}</dt>
      <dd className="details-value">
        <span className="mono trace-text">
          {value.length > LONG ? <JsonView value={value} what={name} /> : toPlainText(value)}
        </span>
        {value.length <= LONG && <CopyButton text={value} what={name.toLowerCase()} />}
      </dd>
    </div>
  );
}

function Values({ title, values }: { readonly title: string; readonly values: JsonObject }): ReactNode {
  return (
    <section className="details-section">
      <h3>{title}</h3>
      <dl className="details-rows">
        {Object.entries(values).map(([name, value]) => (
          <div key={name} className="details-row">
            <dt className="trace-text">{toPlainText(name)}</dt>
            <dd>
              <JsonView value={value} what={name} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Tools({ tools }: { readonly tools: readonly ToolDefinition[] }): ReactNode {
  if (tools.length === 0) return null;
  return (
    <section className="details-section">
      <h3>
        Tools offered <span className="muted number">{formatCount(tools.length)}</span>
      </h3>
      {tools.map((tool, index) => (
        // Names may repeat; the list never changes.
        // oxlint-disable-next-line react/no-array-index-key
        <Disclosure
          key={index}
          className="details-tool"
          summary={<span className="mono trace-text">{toPlainText(tool.name)}</span>}
        >
          {tool.description !== undefined && (
            <FoldedText text={tool.description} face="prose" limits={LIMITS} what="description" />
          )}
          {tool.parameters !== undefined && <JsonView value={tool.parameters} what="parameters" />}
        </Disclosure>
      ))}
    </section>
  );
}
