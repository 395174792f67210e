import './tabs.css';
import { type ReactNode, useId } from 'react';
import { Tab, TabList, TabPanel, TabProvider } from '@ariakit/react/tab';
import { formatCount } from '../format/quantity.ts';

interface TabsProps<Name extends string> {
  readonly tabs: readonly {
    readonly name: Name;
    readonly title: string;
    readonly count: number | undefined;
  }[];
  readonly selected: Name;
  readonly onSelect: (name: Name) => void;
  /** The selected tab's content. */
  readonly children: ReactNode;
}

/** Views of one thing, of which one is shown; the arrow keys choose. One panel serves all: what it holds is made when it is chosen. */
export function Tabs<Name extends string>({
  tabs,
  selected,
  onSelect,
  children,
}: TabsProps<Name>): ReactNode {
  const id = useId();
  return (
    <div className="tabs">
      <TabProvider
        selectedId={`${id}-${selected}`}
        setSelectedId={(chosen) => {
          const tab = tabs.find(({ name }) => chosen === `${id}-${name}`);
          if (tab !== undefined) onSelect(tab.name);
        }}
      >
        <TabList className="tabs-list">
          {tabs.map(({ name, title, count }) => (
            <Tab key={name} id={`${id}-${name}`} className="tabs-tab">
              {title}
              {count !== undefined && <span className="muted number">{formatCount(count)}</span>}
            </Tab>
          ))}
        </TabList>
        {/* Always visible: hidden between two tabs, even before anything is painted, lists in it would measure nothing. */}
        <TabPanel
          tabId={`${id}-${selected}`}
          className="tabs-panel"
          alwaysVisible
          focusable={false}
          tabIndex={-1}
        >
          {children}
        </TabPanel>
      </TabProvider>
    </div>
  );
}
