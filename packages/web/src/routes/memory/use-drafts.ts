import { useState } from 'react';

/** An edit that is not saved yet. */
export interface Draft {
  /** The notes as they were when the edit began. */
  readonly base: string;
  readonly text: string;
}

/** By agent. They outlive the screen: whoever looks at another agent finds them again. */
let kept: ReadonlyMap<string, Draft> = new Map();

/** The browser asks whether the page may go. */
function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export interface Drafts {
  readonly drafts: ReadonlyMap<string, Draft>;
  /** Without a draft: forgets it. */
  readonly keep: (agent: string, draft: Draft | undefined) => void;
}

export function useDrafts(): Drafts {
  const [drafts, setDrafts] = useState(kept);
  const keep = (agent: string, draft: Draft | undefined): void => {
    const next = new Map(kept);
    if (draft === undefined) next.delete(agent);
    else next.set(agent, draft);
    kept = next;
    if (kept.size > 0) window.addEventListener('beforeunload', ask);
    else window.removeEventListener('beforeunload', ask);
    setDrafts(kept);
  };
  return { drafts, keep };
}
