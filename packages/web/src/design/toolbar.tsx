import { type ReactElement, type ReactNode, useEffect } from 'react';
import {
  Toolbar as AriakitToolbar,
  ToolbarItem as AriakitItem,
  useToolbarStore,
} from '@ariakit/react/toolbar';

interface ToolbarProps {
  readonly label: string;
  readonly className: string;
  /** Where the Tab key arrives first; the first item when absent. */
  readonly tabStop?: string | undefined;
  /** Holds `ToolbarItem`s. */
  readonly children: ReactNode;
}

/** A row of controls that is one stop for the Tab key: arrows, Home and End move in it. */
export function Toolbar({ label, className, tabStop, children }: ToolbarProps): ReactNode {
  const store = useToolbarStore({ defaultActiveId: tabStop, focusLoop: false });
  // The address may choose as well.
  useEffect(() => store.setActiveId(tabStop), [store, tabStop]);
  return (
    <AriakitToolbar store={store} aria-label={label} className={className}>
      {children}
    </AriakitToolbar>
  );
}

interface ToolbarItemProps {
  readonly id?: string;
  /** The control. */
  readonly children: ReactElement;
}

export function ToolbarItem({ id, children }: ToolbarItemProps): ReactNode {
  return <AriakitItem {...(id === undefined ? {} : { id })} render={children} />;
}
