import type { ReactNode } from 'react';

interface TableRegionProps {
  readonly id: string;
  readonly title: string;
  /** What the table shows, and what it does not. */
  readonly lead: ReactNode;
  readonly children: ReactNode;
}

/** A part of the page; what is too wide scrolls inside it, by keyboard too. */
export function TableRegion({ id, title, lead, children }: TableRegionProps): ReactNode {
  return (
    <section className="patterns-section">
      <h2 id={id}>{title}</h2>
      <div className="patterns-lead">{lead}</div>
      <div className="patterns-scroll" role="region" aria-labelledby={id} tabIndex={0}>
        {children}
      </div>
    </section>
  );
}
