import './tooltip.css';
import type { ReactElement, ReactNode } from 'react';
import { Tooltip as AriakitTooltip, TooltipAnchor, TooltipProvider } from '@ariakit/react/tooltip';

interface TooltipProps {
  readonly text: string;
  /** Says no more than the control's own name, which need not be read out twice. */
  readonly isName?: boolean;
  /** The control it is about. */
  readonly children: ReactElement;
}

/** A hint beside a control while the pointer rests on it or the keyboard is there. Never the only place where something is said. */
export function Tooltip({ text, isName = false, children }: TooltipProps): ReactNode {
  return (
    <TooltipProvider placement="bottom">
      <TooltipAnchor render={children} aria-description={isName ? undefined : text} />
      {/* For eyes: screen readers are told by the control itself. */}
      <AriakitTooltip className="tooltip" gutter={6} overflowPadding={8} unmountOnHide aria-hidden>
        {text}
      </AriakitTooltip>
    </TooltipProvider>
  );
}
