import './opinion-panel.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Disclosure } from '../../design/disclosure.tsx';
import { Button } from '../../design/button.tsx';
import type { OpinionStateJson } from '@tracewright/core';
import { client, type Failure, toFailure } from '../../api.ts';
import { formatCost, formatCount } from '../../format/quantity.ts';
import { useAfterPaint } from '../../loading/use-after-paint.ts';
import { useLoad } from '../../loading/use-load.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { OpinionView } from './opinion-view.tsx';
import type { RunModel } from './run-model.ts';
import type { Navigation } from './use-navigation.ts';

interface OpinionPanelProps {
  readonly model: RunModel;
  readonly navigation: Navigation;
}

/** What language models think of the run, below our own answer: those asked before, and a way to ask, which is told its price first. */
export function OpinionPanel(props: OpinionPanelProps): ReactNode {
  const isAfterPaint = useAfterPaint();
  // Without a step there is nothing to ask about.
  if (props.model.run.steps === 0) return null;
  return isAfterPaint ? <Opinions {...props} /> : <Title />;
}

/** Keeps the line, so that nothing moves when the opinions come. */
function Title(): ReactNode {
  return (
    <section className="opinion opinion-none" aria-labelledby="opinion-title">
      <h2 id="opinion-title" className="onset-label">
        Second opinion
      </h2>
    </section>
  );
}

function Opinions({ model, navigation }: OpinionPanelProps): ReactNode {
  const { runId } = model.run;
  const load = useLoad(`opinion ${runId}`, () => client.getOpinions(runId));
  if (load.state === 'loading') return <Title />;
  // The rest of the page tells of a failure.
  if (load.state === 'failed') return null;
  const { opinions, model: asked, fix } = load.value;
  return (
    <section
      className={`opinion ${asked === null && opinions.length === 0 ? 'opinion-none' : ''}`}
      aria-labelledby="opinion-title"
    >
      <h2 id="opinion-title" className="onset-label">
        Second opinion
      </h2>
      {opinions.map((opinion) => (
        <OpinionView key={opinion.model} opinion={opinion} model={model} navigation={navigation} />
      ))}
      {asked === null ? (
        opinions.length === 0 && (
          <Disclosure className="opinion-setup" summary="No language model is set up, and none is needed">
            <p>To ask one, {fix}.</p>
          </Disclosure>
        )
      ) : (
        <Ask
          runId={runId}
          name={asked}
          isAgain={opinions.some((opinion) => opinion.model === asked)}
          onAnswer={load.refresh}
        />
      )}
    </section>
  );
}

type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'confirm'; readonly estimate: OpinionStateJson['estimate'] }
  | { readonly kind: 'asking'; readonly progress: OpinionStateJson['running'] }
  | { readonly kind: 'failed'; readonly failure: Failure };

interface AskProps {
  readonly runId: string;
  readonly name: string;
  readonly isAgain: boolean;
  readonly onAnswer: () => void;
}

const POLL_MS = 1500;

function Ask({ runId, name, isAgain, onAnswer }: AskProps): ReactNode {
  const [stage, setStage] = useState<Stage>({ kind: 'idle' });
  const asking = useRef<AbortController>(undefined);
  // Nobody waits for the answer any more: what it costs is saved.
  useEffect(() => () => asking.current?.abort(), []);

  const isAsking = stage.kind === 'asking';
  useEffect(() => {
    if (!isAsking) return;
    const timer = setInterval(() => {
      client.getOpinions(runId).then(
        ({ running }) =>
          setStage((now) =>
            now.kind === 'asking' && running !== null ? { ...now, progress: running } : now,
          ),
        // The question itself tells of a server that is gone.
        () => undefined,
      );
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [isAsking, runId]);

  const fail = (error: unknown): void => setStage({ kind: 'failed', failure: toFailure(error) });
  const plan = (): void => {
    client
      .getOpinions(runId, { estimate: true })
      .then(({ estimate }) => setStage({ kind: 'confirm', estimate }), fail);
  };
  const ask = (): void => {
    const stop = new AbortController();
    asking.current = stop;
    setStage({ kind: 'asking', progress: null });
    client.askOpinion(runId, isAgain ? { refresh: true } : {}, { signal: stop.signal }).then(
      () => {
        setStage({ kind: 'idle' });
        onAnswer();
      },
      (error: unknown) => (stop.signal.aborted ? setStage({ kind: 'idle' }) : fail(error)),
    );
  };

  switch (stage.kind) {
    case 'idle':
      return (
        <p>
          <Button onClick={plan}>{isAgain ? 'Ask again' : 'Ask a model'}</Button>{' '}
          <span className="muted trace-text">{toPlainText(name)}</span>
        </p>
      );
    case 'confirm':
      return (
        <div className="opinion-confirm" role="group" aria-label="Ask a model">
          <p>
            Parts of this run are sent to <b className="trace-text">{toPlainText(name)}</b>.{' '}
            {describeEstimate(stage.estimate)}
          </p>
          <p className="opinion-actions">
            <Button kind="primary" onClick={ask}>
              Send and ask
            </Button>
            <Button onClick={() => setStage({ kind: 'idle' })}>Cancel</Button>
          </p>
        </div>
      );
    case 'asking':
      return (
        <p className="opinion-actions" role="status">
          <span>
            Asking {toPlainText(name)} …{' '}
            {stage.progress !== null &&
              `${formatCount(stage.progress.calls)} answers so far, ${formatCount(stage.progress.stepsShown)} steps read`}
          </span>
          <Button onClick={() => asking.current?.abort()}>Stop</Button>
        </p>
      );
    case 'failed':
      return (
        <div role="alert">
          <p className="trace-text">{toPlainText(stage.failure.message)}</p>
          {stage.failure.fix !== undefined && (
            <p className="muted trace-text">{toPlainText(stage.failure.fix)}</p>
          )}
          <p>
            <Button onClick={plan}>Ask again</Button>
          </p>
        </div>
      );
  }
}

function describeEstimate(estimate: OpinionStateJson['estimate']): string {
  if (estimate === null) return '';
  const most = formatCost(estimate.maxUsd);
  return estimate.usd === null
    ? `Its price is not known: ask for what costs nothing, or look it up.`
    : `One answer costs up to ${formatCost(estimate.usd)}; with further reading it stops before ${most}.`;
}
