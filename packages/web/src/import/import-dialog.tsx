import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { formatFilter, type ImportReportJson } from '@tracewright/core';
import { Disclosure } from '../design/disclosure.tsx';
import { Dialog } from '../design/dialog.tsx';
import { formatCount, formatBytes } from '../format/quantity.ts';
import { Button } from '../design/button.tsx';
import { FailureNotice } from '../loading/states.tsx';
import { writeListState } from '../routes/runs/list-state.ts';
import { withCode } from '../text/with-code.tsx';
import { AdapterReport } from './adapter-report.tsx';
import type { PathFile } from './collect-files.ts';
import type { ImportState } from './import-zone.tsx';

/** Longer lists say how many more there are: the command line prints them all. */
const LIST_LIMIT = 200;
const MESSAGE_LENGTH = 160;

interface ImportDialogProps {
  readonly state: ImportState;
  /** Works out how the files are written, and imports them so. */
  readonly onInduce: (files: readonly PathFile[]) => void;
  readonly onClose: () => void;
}

export function ImportDialog({ state, onInduce, onClose }: ImportDialogProps): ReactNode {
  return (
    <Dialog title="Import" kind="sheet" onClose={onClose}>
      <div className="import-report" aria-live="polite">
        {state.kind === 'working' && (
          <p className="after-a-moment">
            {state.induces ? 'Working out the format of' : 'Importing'} {formatCount(state.files)}{' '}
            {state.files === 1 ? 'file' : 'files'}, {formatBytes(state.sizeBytes)} …
          </p>
        )}
        {state.kind === 'failed' && <FailureNotice failure={state.failure} />}
        {state.kind === 'done' && (
          <Report report={state.report} unknown={state.unknown} onInduce={onInduce} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

interface ReportProps extends Omit<ImportDialogProps, 'state'> {
  readonly report: ImportReportJson;
  readonly unknown: readonly PathFile[];
}

function Report({ report, unknown, onInduce, onClose }: ReportProps): ReactNode {
  const { totals, imported, skipped, problems, adapters = [] } = report;
  return (
    <>
      <p className="import-total">
        {totals.runs === 0
          ? 'No runs found'
          : `${formatCount(totals.runs)} ${totals.runs === 1 ? 'run' : 'runs'} imported`}
        <span className="muted number">
          {formatCount(report.files)} {report.files === 1 ? 'file' : 'files'}, {formatCount(totals.steps)}{' '}
          steps, {formatCount(totals.spans)} spans
        </span>
      </p>
      {unknown.length > 0 && (
        <div className="import-unknown">
          <p>
            No format knows {formatCount(unknown.length)} {unknown.length === 1 ? 'file' : 'files'}. How{' '}
            {unknown.length === 1 ? 'it is' : 'they are'} written can be worked out from what{' '}
            {unknown.length === 1 ? 'it holds' : 'they hold'}, here and without a language model.
          </p>
          <Button kind={totals.runs === 0 ? 'primary' : 'plain'} onClick={() => onInduce(unknown)}>
            Work out the format
          </Button>
        </div>
      )}
      <ReportList title="Formats of your own" items={adapters}>
        {(adapter) => <AdapterReport adapter={adapter} />}
      </ReportList>
      <ReportList title="Imported" items={imported}>
        {(file) => (
          <>
            <Link
              href={writeListState({
                filter: formatFilter({ kind: 'compare', field: 'path', operator: '=', value: file.path }),
              })}
              onClick={onClose}
              className="trace-text"
            >
              {file.path}
            </Link>
            <span className="muted number">
              {file.format}, {formatCount(file.runs)} {file.runs === 1 ? 'run' : 'runs'}
              {file.problems > 0 && `, ${formatCount(file.problems)} problems`}
            </span>
          </>
        )}
      </ReportList>
      <ReportList title="Problems" items={problems}>
        {(problem) => (
          <>
            <Message text={problem.message} />
            <span className="muted mono trace-text">
              {problem.path}
              {problem.where !== '' && `, ${problem.where}`}
            </span>
            {problem.fix !== '' && <span className="trace-text">{withCode(problem.fix)}</span>}
          </>
        )}
      </ReportList>
      <ReportList title="Skipped" items={skipped}>
        {(file) => (
          <>
            <span className="trace-text">{file.path}</span>
            <span className="muted trace-text">{file.reason}</span>
          </>
        )}
      </ReportList>
      {totals.runs > 0 && (
        <p className="import-actions">
          <Link href="/" className="button button-primary" onClick={onClose}>
            Show the runs
          </Link>
        </p>
      )}
    </>
  );
}

/** A long reason in brackets, such as what each importer missed, opens on demand. */
function Message({ text }: { readonly text: string }): ReactNode {
  const bracket = text.length > MESSAGE_LENGTH ? text.indexOf(' (') : -1;
  if (bracket === -1) return <span className="trace-text">{text}</span>;
  return (
    <Disclosure className="trace-text" summary={text.slice(0, bracket)}>
      {text.slice(bracket + 1)}
    </Disclosure>
  );
}

interface ReportListProps<T> {
  readonly title: string;
  readonly items: readonly T[];
  readonly children: (item: T) => ReactNode;
}

function ReportList<T>({ title, items, children }: ReportListProps<T>): ReactNode {
  if (items.length === 0) return null;
  return (
    <section className="import-list">
      <h3>
        {title} <span className="muted number">{formatCount(items.length)}</span>
      </h3>
      <ul>
        {items.slice(0, LIST_LIMIT).map((item, index) => (
          // The report is shown once and never changes.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>{children(item)}</li>
        ))}
      </ul>
      {items.length > LIST_LIMIT && (
        <p className="muted">and {formatCount(items.length - LIST_LIMIT)} more</p>
      )}
    </section>
  );
}
