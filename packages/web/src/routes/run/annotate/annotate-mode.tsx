import { type ReactNode, type RefObject, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useKeys } from '../../../keyboard/use-keys.ts';
import type { RunModel } from '../run-model.ts';
import type { TranscriptHandle } from '../transcript.tsx';
import type { Navigation } from '../use-navigation.ts';
import { AnnotateBar } from './annotate-bar.tsx';
import { AnnotateContext, type Annotating, type Draft, type Statement } from './annotate-context.ts';
import { keepAuthor, readAuthor } from './author.ts';
import { DraftDialog } from './draft-dialog.tsx';
import { quoteOf } from './step-marks.tsx';
import { useAnnotations } from './use-annotations.ts';

interface AnnotateModeProps {
  readonly model: RunModel;
  readonly navigation: Navigation;
  readonly transcript: RefObject<TranscriptHandle | null>;
  /** Told when the run has other marks now. */
  readonly onChange: () => void;
  readonly children: ReactNode;
}

/** Lets people mark the run that they read: the mode `?annotate` of its page, which `a` switches on and off. */
export function AnnotateMode(props: AnnotateModeProps): ReactNode {
  const { model, navigation, transcript, onChange, children } = props;
  const isOn = new URLSearchParams(useSearch()).has('annotate');
  const [path, navigate] = useLocation();
  const [author, setAuthor] = useState(readAuthor);
  const [draft, setDraft] = useState<Draft>();
  const annotations = useAnnotations(model.run.runId, author, model.annotations, onChange);
  const { mark, remove } = annotations;

  const toggle = (): void =>
    navigate(`${path}${isOn ? '' : '?annotate'}${window.location.hash}`, { replace: true });
  const atStep = (act: (step: number) => void): void => {
    const place = transcript.current?.findCurrent();
    if (place === undefined || model.stepCount === 0) return;
    navigation.showStep(place.step);
    act(place.step);
  };
  const judge = (kind: 'accept' | 'reject'): void => {
    const finding = findJudged(model, navigation, transcript.current?.findCurrent().step);
    if (finding !== undefined) mark({ kind, finding });
  };
  useKeys({
    a: toggle,
    ...(isOn
      ? {
          h: () => atStep((step) => mark({ kind: 'onset', step, ...quoteOf(step) })),
          c: () => atStep((step) => setDraft({ kind: 'category', step, ...quoteOf(step) })),
          m: () => atStep((step) => setDraft({ kind: 'note', step, ...quoteOf(step) })),
          v: () => judge('accept'),
          x: () => judge('reject'),
          z: annotations.undo,
        }
      : {}),
  });

  const annotating = useMemo<Annotating>(
    () => ({ isOn, mark, remove, open: setDraft }),
    // The two close over what they need of the last render; only the mode and the marks change what is shown.
    // oxlint-disable-next-line react/exhaustive-deps
    [isOn, author, model],
  );
  const categories = useMemo(
    () => [...new Set([...model.findings, ...model.annotations].map(({ category }) => category))].toSorted(),
    [model],
  );
  const save = (statement: Statement): void => {
    setDraft(undefined);
    mark(statement);
  };
  return (
    <AnnotateContext value={annotating}>
      {children}
      {isOn && (
        <AnnotateBar
          model={model}
          author={author}
          onAuthor={(name) => {
            setAuthor(name);
            keepAuthor(name);
          }}
          annotations={annotations}
          onMark={mark}
          onNote={() => setDraft({ kind: 'note' })}
          onClose={toggle}
        />
      )}
      {draft !== undefined && (
        <DraftDialog
          draft={draft}
          categories={categories}
          onSave={save}
          onClose={() => setDraft(undefined)}
        />
      )}
    </AnnotateContext>
  );
}

/** The finding last gone to, else the first at the step being read that nobody has judged. */
function findJudged(model: RunModel, { target }: Navigation, step: number | undefined): string | undefined {
  const active = target?.findingId;
  if (active !== undefined && model.findings.some(({ id }) => id === active)) return active;
  const here = step === undefined ? [] : (model.findingsByStep.get(step) ?? []);
  return (here.find(({ id }) => !model.verdicts.has(id)) ?? here[0])?.id;
}
