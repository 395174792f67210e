import './span-drawer.css';
import type { ReactNode } from 'react';
import type { JsonObject, Message, MessagePart, SpanJson } from '@tracewright/core';
import { client } from '../../api.ts';
import { Dialog } from '../../design/dialog.tsx';
import { FoldedText } from '../../components/folded-text.tsx';
import { JsonView } from '../../components/json-view.tsx';
import { formatDuration, secondsBetween } from '../../format/quantity.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { useLoad } from '../../loading/use-load.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { PROSE_LIMITS } from './text-limits.ts';

interface SpanDrawerProps {
  readonly runId: string;
  readonly spanId: string;
  readonly onClose: () => void;
}

/** A span as recorded: everything the store has of it. */
export function SpanDrawer({ runId, spanId, onClose }: SpanDrawerProps): ReactNode {
  const load = useLoad(`${runId} ${spanId}`, () => client.getSpan(runId, spanId));
  return (
    <Dialog
      title={load.state === 'ready' ? toPlainText(load.value.name) : 'Span'}
      kind="drawer"
      onClose={onClose}
    >
      {load.state === 'loading' && <Loading what="the span" />}
      {load.state === 'failed' && <FailureNotice failure={load.failure} retry={load.retry} />}
      {load.state === 'ready' && <SpanDetail span={load.value} />}
    </Dialog>
  );
}

function SpanDetail({ span }: { readonly span: SpanJson }): ReactNode {
  const { source, tool } = span;
  const place =
    source === null
      ? ''
      : [source.path, source.line === undefined ? '' : `line ${source.line}`, source.pointer ?? '']
          .filter((part) => part !== '')
          .join(', ');
  return (
    <div className="span-detail">
      <Section title="Span">
        <Values
          values={{
            operation: span.operation,
            status: span.statusMessage === null ? span.status : `${span.status}: ${span.statusMessage}`,
            span: span.spanId,
            parent: span.parentSpanId ?? 'none',
            trace: span.traceId,
            ...(span.startTime === null ? {} : { start: span.startTime }),
            ...(span.endTime === null ? {} : { end: span.endTime }),
            duration: formatDuration(secondsBetween(span.startTime, span.endTime)),
            ...(place === '' ? {} : { source: place }),
          }}
        />
      </Section>
      {tool !== null && (
        <Section title="Tool call">
          <Values values={{ name: tool.name, arguments: tool.arguments, result: tool.result }} />
        </Section>
      )}
      <Messages title="Input" messages={span.input} />
      <Messages title="Output" messages={span.output} />
      {Object.keys(span.attributes).length > 0 && (
        <Section title="Attributes">
          <Values values={span.attributes} />
        </Section>
      )}
      {span.events.length > 0 && (
        <Section title="Events">
          {span.events.map((event, index) => (
            // Events are shown once and never change.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={index} className="span-event">
              <p className="trace-text">
                {toPlainText(event.name)} <span className="muted">{event.time}</span>
              </p>
              <Values values={event.attributes} />
            </div>
          ))}
        </Section>
      )}
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className="span-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Values({ values }: { readonly values: JsonObject }): ReactNode {
  return (
    <dl className="span-values">
      {Object.entries(values).map(([name, value]) => (
        <div key={name}>
          <dt className="mono trace-text">{toPlainText(name)}</dt>
          <dd>
            <JsonView value={value} what={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Messages({
  title,
  messages,
}: {
  readonly title: string;
  readonly messages: readonly Message[];
}): ReactNode {
  if (messages.length === 0) return null;
  return (
    <Section title={title}>
      {messages.map((message, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="span-message">
          <p className="muted trace-text">
            {toPlainText(message.name === undefined ? message.role : `${message.role}, ${message.name}`)}
          </p>
          {message.parts.map((part, partIndex) => (
            // oxlint-disable-next-line react/no-array-index-key
            <Part key={partIndex} part={part} />
          ))}
        </div>
      ))}
    </Section>
  );
}

function Part({ part }: { readonly part: MessagePart }): ReactNode {
  switch (part.type) {
    case 'text':
      return <FoldedText text={part.content} face="prose" limits={PROSE_LIMITS} what="text" />;
    case 'reasoning':
      return (
        <div className="span-reasoning">
          <FoldedText text={part.content} face="prose" limits={PROSE_LIMITS} what="reasoning" />
        </div>
      );
    case 'tool_call':
      return <Values values={{ [part.name]: part.arguments }} />;
    case 'tool_call_response':
      return <JsonView value={part.response} what="response" />;
    case 'media':
      return (
        <p className="muted trace-text">
          {toPlainText(
            [part.modality, part.mimeType, part.uri].filter((value) => value !== undefined).join(', '),
          )}
        </p>
      );
    case 'other':
      return <Values values={{ [part.name]: part.value }} />;
  }
}
