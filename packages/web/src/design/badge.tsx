import './badge.css';
import type { ReactNode } from 'react';

interface BadgeProps {
  readonly tone?: 'plain' | 'warning';
  readonly title?: string;
  readonly children: ReactNode;
}

/** A word about the thing it stands beside. */
export function Badge({ tone = 'plain', title, children }: BadgeProps): ReactNode {
  return (
    <span className={tone === 'warning' ? 'badge badge-warning' : 'badge'} title={title}>
      {children}
    </span>
  );
}
