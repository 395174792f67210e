import './disclosure.css';
import { type ReactNode, useState } from 'react';
import {
  Disclosure as AriakitDisclosure,
  DisclosureContent,
  DisclosureProvider,
} from '@ariakit/react/disclosure';

interface DisclosureProps {
  /** What is there to be opened. */
  readonly summary: ReactNode;
  readonly className?: string;
  /** Made when it is first opened, and kept as it was left. */
  readonly children: ReactNode;
}

/** A line that opens what it sums up, below it. */
export function Disclosure({ summary, className, children }: DisclosureProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setOpened] = useState(false);
  if (isOpen && !wasOpened) setOpened(true);
  return (
    <div className={className}>
      <DisclosureProvider open={isOpen} setOpen={setOpen}>
        <AriakitDisclosure className="disclosure-summary">{summary}</AriakitDisclosure>
        <DisclosureContent>{wasOpened && children}</DisclosureContent>
      </DisclosureProvider>
    </div>
  );
}
