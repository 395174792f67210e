import { type ReactNode, useEffect, useState } from 'react';
import { copyText } from './copy-text.ts';
import { Icon } from '../design/icon.tsx';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the name: "Copy run id". */
  readonly what: string;
  readonly icon?: 'copy' | 'link';
}

export function CopyButton({ text, what, icon = 'copy' }: CopyButtonProps): ReactNode {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const label = isCopied ? 'Copied' : `Copy ${what}`;
  return (
    <button
      type="button"
      className="icon-button icon-button-small copy-button"
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        void copyText(text).then(setCopied);
      }}
    >
      <Icon name={isCopied ? 'done' : icon} />
    </button>
  );
}
