import './key-sheet.css';
import type { ReactNode } from 'react';
import { Dialog } from '../design/dialog.tsx';

const SHEET: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Runs',
    keys: [
      ['j / k', 'next, previous run'],
      ['Enter', 'open the run'],
      ['J / K', 'choose on to the next, previous run'],
      ['x', 'choose the run'],
      ['X', 'choose all from the one chosen last to this one'],
      ['a', 'choose all that are loaded'],
      ['c / e / Del', 'compare, export, delete what is chosen'],
      ['Esc', 'choose none'],
      ['/', 'go to the filter'],
    ],
  },
  {
    title: 'One run',
    keys: [
      ['j / k', 'next, previous step'],
      ['n / p', 'next, previous finding'],
      ['o', 'likeliest onset'],
      ['t', 'findings or tree'],
      ['g', 'findings or graph'],
      ['e', 'show or fold the texts of the step'],
      ['r', 'recorded span of the step'],
      ['y', 'copy a link to the selection, finding or step'],
      ['← / →', 'in the minimap: a column back, on'],
      ['↑ / ↓', 'in tree and graph: a row back, on'],
      ['a', 'annotate, on and off'],
      ['l', 'follow a run in flight'],
      ['u', 'back to the runs'],
    ],
  },
  {
    title: 'Annotate',
    keys: [
      ['h', 'the run went wrong here'],
      ['c', 'category of the step'],
      ['m', 'note on the step'],
      ['v / x', 'accept, reject the finding'],
      ['z', 'undo'],
    ],
  },
  {
    title: 'Search',
    keys: [
      ['/', 'go to the text'],
      ['j / k', 'next, previous place'],
      ['Enter', 'open the step'],
    ],
  },
  {
    title: 'Compare',
    keys: [
      ['n / p', 'next, previous difference'],
      ['u', 'back to the runs'],
    ],
  },
  {
    title: 'Map',
    keys: [
      ['← / →', 'from one step or edge to the next'],
      ['Enter', 'show its runs'],
      ['Shift ← / Shift →', 'move the picture; ↑ and ↓ too'],
      ['+ / -', 'larger, smaller'],
      ['0', 'fit'],
    ],
  },
  {
    title: 'Everywhere',
    keys: [
      ['f', 'search'],
      ['?', 'this sheet'],
      ['Esc', 'close a sheet or dialog'],
    ],
  },
];

export function KeySheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <Dialog title="Keys" onClose={onClose} kind="sheet">
      <div className="key-sheet">
        {SHEET.map((section) => (
          <section key={section.title}>
            <h3>{section.title}</h3>
            <dl>
              {section.keys.map(([key, meaning]) => (
                <div key={key}>
                  <dt>
                    {key.split(' / ').map((part) => (
                      <kbd key={part}>{part}</kbd>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
