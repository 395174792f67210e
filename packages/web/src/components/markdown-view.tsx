import './markdown-view.css';
import { type ReactNode, useMemo } from 'react';
import { type Block, type Inline, type ListItem, readMarkdown } from '../text/markdown.ts';

interface MarkdownViewProps {
  /** As it is shown: without what hides or reorders text. */
  readonly text: string;
}

/**
 * A text of an agent, set as it meant it, or as written where it cannot be set. Its elements are ours; nothing of it becomes HTML, and
 * nothing is loaded.
 */
export function MarkdownView({ text }: MarkdownViewProps): ReactNode {
  const blocks = useMemo(() => readMarkdown(text), [text]);
  return blocks === undefined ? text : <div className="markdown">{blocks.map(showBlock)}</div>;
}

// Parts have no identity: they are never reordered, and a changed text is set anew.
function showBlock(block: Block, key: number): ReactNode {
  switch (block.kind) {
    case 'heading':
      // Not a heading of the page: its outline is ours.
      return (
        <p key={key} className="markdown-heading" data-level={block.level}>
          {block.inside.map(showInline)}
        </p>
      );
    case 'paragraph':
      return <p key={key}>{block.inside.map(showInline)}</p>;
    case 'code':
      return (
        <div key={key} className="markdown-code" data-language={block.language.slice(0, 30)}>
          <code>{block.text}</code>
        </div>
      );
    case 'quote':
      return <blockquote key={key}>{block.blocks.map(showBlock)}</blockquote>;
    case 'list':
      return block.start === undefined ? (
        <ul key={key}>{block.items.map(showItem)}</ul>
      ) : (
        <ol key={key} start={block.start}>
          {block.items.map(showItem)}
        </ol>
      );
    case 'table':
      return (
        <table key={key}>
          <thead>
            <tr>
              {block.head.map((cell, column) => (
                <th key={column} scope="col">
                  {cell.map(showInline)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column}>{cell.map(showInline)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'rule':
      return <hr key={key} />;
    case 'raw':
      return (
        <p key={key} className="markdown-raw">
          {block.text}
        </p>
      );
  }
}

function showItem({ isDone, blocks }: ListItem, key: number): ReactNode {
  return (
    <li key={key} className={isDone === undefined ? undefined : 'markdown-task'}>
      {isDone !== undefined && <span className="markdown-check">{isDone ? '☑' : '☐'}</span>}
      {blocks.map(showBlock)}
    </li>
  );
}

function showInline(inline: Inline, key: number): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return <code key={key}>{inline.text}</code>;
    case 'strong':
      return <strong key={key}>{inline.inside.map(showInline)}</strong>;
    case 'emphasis':
      return <em key={key}>{inline.inside.map(showInline)}</em>;
    case 'deleted':
      return <del key={key}>{inline.inside.map(showInline)}</del>;
    case 'break':
      return <br key={key} />;
    case 'link':
      return <Link key={key} {...inline} />;
  }
}

/** Says where it leads when its words do not. */
function Link({ label, url, isPicture }: Extract<Inline, { readonly kind: 'link' }>): ReactNode {
  const { host } = new URL(url);
  return (
    <>
      {isPicture && <span className="muted">picture, not loaded: </span>}
      <a href={url} target="_blank" rel="noopener noreferrer" title={url.slice(0, 500)}>
        {label === '' ? url.slice(0, 200) : label}
      </a>
      {label !== '' && !label.includes(host) && <span className="markdown-host"> {host}</span>}
    </>
  );
}
