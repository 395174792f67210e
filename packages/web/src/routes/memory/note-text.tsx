import type { ReactNode } from 'react';
import { PlaceLink } from '../patterns/place-list.tsx';
import { toPlainText } from '../../text/plain-text.ts';

type Block =
  | { readonly kind: 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] };

/** The little Markdown that notes are written in: headings, lists, paragraphs. Runs that they name are links. */
export function NoteText({ text }: { readonly text: string }): ReactNode {
  return (
    <div className="note-text">
      {toBlocks(toPlainText(text)).map((block, index) => {
        // Blocks have no names, and never move.
        switch (block.kind) {
          case 'heading':
            return (
              <h3 key={index} className="trace-text" dir="auto">
                {block.text}
              </h3>
            );
          case 'paragraph':
            return (
              <p key={index} className="trace-text" dir="auto">
                {withLinks(block.text)}
              </p>
            );
          case 'list':
            return (
              <ul key={index}>
                {block.items.map((item, at) => (
                  <li key={at} className="trace-text" dir="auto">
                    {withLinks(item)}
                  </li>
                ))}
              </ul>
            );
        }
      })}
    </div>
  );
}

export function toBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let items: string[] | undefined;
  let words: string[] = [];
  const endParagraph = (): void => {
    if (words.length > 0) blocks.push({ kind: 'paragraph', text: words.join(' ') });
    words = [];
  };
  for (const line of text.split('\n').map((each) => each.trim())) {
    const [, heading] = /^#{1,6}\s+(.*)$/.exec(line) ?? [];
    const [, item] = /^[-*]\s+(.*)$/.exec(line) ?? [];
    if (line === '' || heading !== undefined || item !== undefined) endParagraph();
    if (item === undefined) items = undefined;
    if (heading !== undefined) blocks.push({ kind: 'heading', text: heading });
    else if (item !== undefined) {
      if (items === undefined) {
        items = [];
        blocks.push({ kind: 'list', items });
      }
      items.push(item);
    } else if (line !== '') words.push(line);
  }
  endParagraph();
  return blocks;
}

const PLACE = /\b[Rr]un ([0-9a-f]{16})(?: step (\d+))?\b/g;

function withLinks(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACE)) {
    const [whole, runId = '', step] = match;
    parts.push(text.slice(from, match.index));
    parts.push(
      <PlaceLink
        key={match.index}
        place={{ runId, stepIndex: step === undefined ? null : Number(step), evidence: [] }}
      />,
    );
    from = match.index + whole.length;
  }
  parts.push(text.slice(from));
  return parts;
}
