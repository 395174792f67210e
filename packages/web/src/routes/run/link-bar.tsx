import './link-bar.css';
import { type ReactNode, useEffect, useState } from 'react';
import { copyText } from '../../components/copy-text.ts';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { useKeys } from '../../keyboard/use-keys.ts';
import { linkTo, type Place } from './place.ts';
import { readSelection } from './read-selection.ts';

/** How long it says that it is done. */
const SHOWN_MS = 2_000;

interface LinkBarProps {
  /** What a link leads to when no text is selected. */
  readonly place: Partial<Place> | undefined;
}

/** Offers a link to the text selected; the key y copies that link, or one to the finding or step one is at. */
export function LinkBar({ place }: LinkBarProps): ReactNode {
  const [selected, setSelected] = useState<Partial<Place>>();
  const [copied, setCopied] = useState<string>();
  useEffect(() => {
    const read = (): void => setSelected(readSelection(document.getSelection()));
    document.addEventListener('selectionchange', read);
    return () => document.removeEventListener('selectionchange', read);
  }, []);
  useEffect(() => {
    if (copied === undefined) return undefined;
    const timer = setTimeout(() => setCopied(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (): void => {
    const target = readSelection(document.getSelection()) ?? place;
    if (target === undefined) return;
    const what =
      target.range !== undefined
        ? 'the selection'
        : target.findingId !== undefined
          ? 'the finding'
          : `step ${target.step}`;
    void copyText(linkTo(target)).then((isDone) =>
      setCopied(isDone ? `Copied the link to ${what}` : 'The browser did not let the link be copied'),
    );
  };
  useKeys({ y: copy });
  return (
    <div className="link-bar" role="status">
      {copied !== undefined ? (
        <span className="link-bar-done">{copied}</span>
      ) : (
        selected !== undefined && (
          // A press must not take the selection away.
          <Button onPointerDown={(event) => event.preventDefault()} onClick={copy}>
            <Icon name="link" /> Copy link to the selection <kbd>y</kbd>
          </Button>
        )
      )}
    </div>
  );
}
