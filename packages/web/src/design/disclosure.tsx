import './disclosure.css';
import type { ReactNode } from 'react';
import {
  Disclosure as AriakitDisclosure,
  DisclosureContent,
  DisclosureProvider,
} from '@ariakit/react/disclosure';

interface DisclosureProps {
  /** What is there to be opened. */
  readonly summary: ReactNode;
  readonly className?: string;
  /** Made when it is opened. */
  readonly children: ReactNode;
}

/** A line that opens what it sums up, below it. */
export function Disclosure({ summary, className = '', children }: DisclosureProps): ReactNode {
  return (
    <div className={`disclosure ${className}`}>
      <DisclosureProvider>
        <AriakitDisclosure className="disclosure-summary">{summary}</AriakitDisclosure>
        <DisclosureContent className="disclosure-content" unmountOnHide>
          {children}
        </DisclosureContent>
      </DisclosureProvider>
    </div>
  );
}
