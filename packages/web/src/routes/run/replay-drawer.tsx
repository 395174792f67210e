import './replay-drawer.css';
import type { ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import { formatReplayPlan, type ReplayPlan } from '@tracewright/core';
import { client } from '../../api.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FoldedText } from '../../components/folded-text.tsx';
import { saveFile } from '../../components/save-file.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { useLoad } from '../../loading/use-load.ts';
import { toPlainText } from '../../text/plain-text.ts';

const PLAN_LIMITS = { lines: 400, characters: 40_000 } as const;

interface ReplayDrawerProps {
  readonly runId: string;
  /** The step that is not to be taken again. */
  readonly step: number;
  readonly onClose: () => void;
}

/** What an agent needs to go on from before a step: to read, to copy, to keep as a file. */
export function ReplayDrawer({ runId, step, onClose }: ReplayDrawerProps): ReactNode {
  const load = useLoad(`${runId} ${step}`, () => client.getReplayPlan(runId, { step }));
  return (
    <Dialog title={`Replay from before step ${step}`} kind="drawer" onClose={onClose}>
      {load.state === 'loading' && <Loading what="the plan" />}
      {load.state === 'failed' && <FailureNotice failure={load.failure} retry={load.retry} />}
      {load.state === 'ready' && <Plan plan={load.value} />}
    </Dialog>
  );
}

function Plan({ plan }: { readonly plan: ReplayPlan }): ReactNode {
  const { note, warnings, checkpoint, limits } = plan.body;
  const json = JSON.stringify(plan, undefined, 2);
  const markdown = formatReplayPlan(plan);
  return (
    <div className="replay">
      <p>
        {checkpoint.stepIndex === null
          ? 'The run starts anew'
          : `The agent goes on after step ${checkpoint.stepIndex}`}
        , for at most {limits.maxSteps} steps. <code>resumeFrom</code> of the SDK takes the JSON.
      </p>
      <p className="replay-files">
        <Download name={`${plan.name}.json`} type="application/json" text={json}>
          Download JSON
        </Download>
        <Download name={`${plan.name}.md`} type="text/markdown" text={markdown}>
          Download Markdown
        </Download>
        <CopyButton text={json} what="plan as JSON" />
      </p>
      {warnings.length > 0 && (
        <ul className="replay-warnings">
          {warnings.map((warning) => (
            <li key={warning}>{toPlainText(warning)}</li>
          ))}
        </ul>
      )}
      <section>
        <h3>
          Tell the agent <CopyButton text={note.text} what="note" />
        </h3>
        <FoldedText text={note.text} face="prose" limits={PLAN_LIMITS} what="note" />
      </section>
      <section>
        <h3>The plan</h3>
        <FoldedText text={markdown} face="output" limits={PLAN_LIMITS} what="plan" />
      </section>
    </div>
  );
}

interface DownloadProps {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly children: ReactNode;
}

/** A file made when it is asked for. */
function Download({ name, type, text, children }: DownloadProps): ReactNode {
  return <Button onClick={() => saveFile(name, type, [text])}>{children}</Button>;
}
