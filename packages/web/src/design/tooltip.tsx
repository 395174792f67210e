import './tooltip.css';
import { type ReactElement, type ReactNode, useContext } from 'react';
import { useStoreState } from '@ariakit/react/store';
import {
  Tooltip as AriakitTooltip,
  TooltipAnchor,
  TooltipProvider,
  useTooltipContext,
} from '@ariakit/react/tooltip';
import { InDialog } from './overlay.ts';

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
      <Hint>{text}</Hint>
    </TooltipProvider>
  );
}

/** Made when it is shown: a page has many controls and one hint at most. For eyes: screen readers are told by the control. */
function Hint({ children }: { readonly children: string }): ReactNode {
  const isShown = useStoreState(useTooltipContext(), 'mounted') === true;
  const isInDialog = useContext(InDialog);
  return (
    isShown &&
    !isInDialog && (
      <AriakitTooltip className="tooltip" gutter={6} overflowPadding={8} aria-hidden>
        {children}
      </AriakitTooltip>
    )
  );
}
