import type { ReactNode } from 'react';
import type { AdapterReportJson } from '@tracewright/core';
import { SeverityMark } from '../components/severity.tsx';
import { Disclosure } from '../design/disclosure.tsx';
import { formatCount } from '../format/quantity.ts';

/** What an adapter reads, how surely, what speaks against it, and the first records as it reads them. */
export function AdapterReport({ adapter }: { readonly adapter: AdapterReportJson }): ReactNode {
  const { name, version, edited, isNew, files, container, records, path, doubts, fields, preview } = adapter;
  return (
    <div className="adapter-report">
      <p>
        <strong className="trace-text">{name}</strong>{' '}
        <span className="muted">
          {isNew ? 'worked out now' : `version ${version}${edited === null ? '' : `, edited (${edited})`}`},{' '}
          {formatCount(files)} {files === 1 ? 'file' : 'files'}
        </span>
      </p>
      <p className="muted trace-text">
        {container}, records at {records === '' ? 'the top' : records}; {describeReading(adapter)}
      </p>
      {doubts.length > 0 && (
        <p className="adapter-doubts">
          <SeverityMark severity="warning" />
          <span className="trace-text">
            Doubtful: {doubts.join('; ')}. Compare what it reads with the file before you rely on it.
          </span>
        </p>
      )}
      {preview.length > 0 && (
        <ol className="adapter-preview" aria-label="First records as it reads them">
          {preview.map((line, index) => (
            // The report is shown once and never changes.
            // oxlint-disable-next-line react/no-array-index-key
            <PreviewLine key={index} line={line} />
          ))}
        </ol>
      )}
      {fields.length > 0 && (
        <Disclosure summary={`${formatCount(fields.length)} fields, with coverage and confidence`}>
          <FieldTable fields={fields} />
        </Disclosure>
      )}
      <p className="muted">
        {path === null ? (
          'For this import alone: the store has no folder to keep it in.'
        ) : (
          <>
            Kept in <code className="trace-text">{path}</code>: edit it there; it is used from now on.
          </>
        )}
      </p>
    </div>
  );
}

function describeReading({ coverage, textShare, pairing }: AdapterReportJson): string {
  const calls = pairing === null ? 'no calls' : `${percent(pairing)} of calls and results pair`;
  return `reads ${percent(coverage)} of the records and ${percent(textShare)} of the text, ${calls}`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)} %`;
}

function PreviewLine({ line }: { readonly line: AdapterReportJson['preview'][number] }): ReactNode {
  const { role, agent, thought, text, tool, arguments: given, result } = line;
  return (
    <li>
      <span className="muted">{agent === '' ? role : `${role} ${agent}`}</span>
      <span className="trace-text">
        {thought !== '' && <em>{thought} </em>}
        {text}
        {tool !== '' && (
          <code className="adapter-line">
            {tool} {given}
          </code>
        )}
        {result !== '' && <span className="adapter-line muted">{result}</span>}
      </span>
    </li>
  );
}

function FieldTable({ fields }: { readonly fields: AdapterReportJson['fields'] }): ReactNode {
  return (
    <table className="adapter-fields">
      <thead>
        <tr>
          <th scope="col">field</th>
          <th scope="col" className="number">
            of records
          </th>
          <th scope="col" className="number">
            confidence
          </th>
          <th scope="col">from</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, coverage, confidence, from }) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            <td className="number">{percent(coverage)}</td>
            <td className="number">{confidence.toFixed(2)}</td>
            <td className="mono trace-text">{from.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
