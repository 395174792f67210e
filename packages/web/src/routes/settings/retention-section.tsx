import { type ReactNode, useState } from 'react';
import { TextField } from '../../design/text-field.tsx';
import { Button } from '../../design/button.tsx';
import type { RetentionReportJson, RetentionRequest } from '@tracewright/core';
import { client } from '../../api.ts';
import { formatCount, formatBytes, formatTime } from '../../format/quantity.ts';
import { FailureNotice } from '../../loading/states.tsx';
import { useAction } from '../../loading/use-action.ts';
import { useLoad } from '../../loading/use-load.ts';
import { Facts } from './facts.tsx';
import { Loaded } from './loaded.tsx';

const STATES = {
  cancelled: 'cancelled',
  'over-limit': 'more is used than allowed, and nothing is left that may go',
} as const;

export function RetentionSection(): ReactNode {
  const load = useLoad('retention', () => client.getRetention());
  return (
    <Loaded load={load} what="the policy">
      {({ policy, running, last }) => {
        const isForEver = policy.maxAgeDays === undefined && policy.maxBytes === undefined;
        return (
          <>
            <p>
              {isForEver
                ? 'Runs are kept for ever. A run that is still running always is.'
                : 'The oldest runs are deleted until the limits are kept, once an hour. A run that is still running is kept.'}
            </p>
            <Facts
              facts={[
                ['Runs are kept for', policy.maxAgeDays === undefined ? null : `${policy.maxAgeDays} days`],
                ['The data may take', policy.maxBytes === undefined ? null : formatBytes(policy.maxBytes)],
                ['Under way', running === null ? null : `${formatCount(running.runs)} runs deleted so far`],
                ['Last deletion', last === null ? 'none since the server started' : describePass(last)],
              ]}
            />
            <RunNow isForEver={isForEver} onDone={load.refresh} />
            <p className="muted">
              Limits that hold are written into <code>retention.json</code> beside the store, or given as{' '}
              <code>tracewright serve --retain-days N --retain-size SIZE</code>.
            </p>
          </>
        );
      }}
    </Loaded>
  );
}

function describePass(report: RetentionReportJson): string {
  return `${formatTime(report.startedAt)}: ${describe(report)}`;
}

function describe({
  runs,
  spans,
  usedBytesBefore,
  usedBytesAfter,
  keptRunning,
  state,
}: RetentionReportJson): string {
  const kept = keptRunning === 0 ? '' : `; ${formatCount(keptRunning)} are still running and stay`;
  const gone = `${formatCount(runs)} ${runs === 1 ? 'run' : 'runs'} with ${formatCount(spans)} ${spans === 1 ? 'span' : 'spans'}`;
  const end = state === 'done' ? '' : `; ${STATES[state]}`;
  return `${gone}, ${formatBytes(usedBytesBefore)} before, ${formatBytes(usedBytesAfter)} after${end}${kept}`;
}

/** By hand: what would go is told first. */
function RunNow({
  isForEver,
  onDone,
}: {
  readonly isForEver: boolean;
  readonly onDone: () => void;
}): ReactNode {
  const [days, setDays] = useState('');
  const [tried, setTried] = useState<{
    readonly request: RetentionRequest;
    readonly report: RetentionReportJson;
  }>();
  const { isBusy, failure, run } = useAction();
  const request: RetentionRequest = days === '' ? {} : { maxAgeDays: Number(days) };
  const isPossible = days === '' ? !isForEver : Number(days) > 0;
  const askWhatGoes = async (): Promise<void> => {
    setTried({ request, report: await client.runRetention({ ...request, dryRun: true }) });
  };
  const remove = async (asked: RetentionRequest): Promise<void> => {
    await client.runRetention(asked);
    setTried(undefined);
    onDone();
  };
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run(askWhatGoes);
      }}
    >
      <h3>Delete old runs now</h3>
      <TextField
        label={`Days of runs to keep${isForEver ? '' : '; by the limits above when empty'}`}
        inputMode="numeric"
        value={days}
        // What is being tried is what stands here.
        readOnly={isBusy}
        onChange={(typed) => {
          setDays(typed.replaceAll(/\D/g, ''));
          setTried(undefined);
        }}
      />
      <Button type="submit" disabled={!isPossible || isBusy}>
        What would go?
      </Button>
      {failure !== undefined && <FailureNotice failure={failure} />}
      {tried !== undefined && (
        <div className="settings-tried" role="status">
          <p>Would go: {describe(tried.report)}</p>
          {tried.report.runs > 0 && (
            <Button kind="danger" disabled={isBusy} onClick={() => void run(() => remove(tried.request))}>
              Delete {formatCount(tried.report.runs)} {tried.report.runs === 1 ? 'run' : 'runs'} for good
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
