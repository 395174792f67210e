/**
 * Markdown as data, for texts that agents write. The parser's HTML is never asked for: only its tokens are read, and HTML in the text is text.
 *
 * Source: GitHub Flavored Markdown 0.29, as `marked` reads it; a line break in the text is one on the page.
 */
import { Lexer, type Token } from 'marked';
import { toHttpUrl } from './http-url.ts';

export type Block =
  | { readonly kind: 'paragraph'; readonly inside: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly inside: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'list'; readonly start: number | undefined; readonly items: readonly ListItem[] }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | { readonly kind: 'rule' }
  /** Not Markdown, or not known: as it is written. */
  | { readonly kind: 'raw'; readonly text: string };

export interface ListItem {
  /** Of a task list. */
  readonly isDone: boolean | undefined;
  readonly blocks: readonly Block[];
}

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'deleted'; readonly inside: readonly Inline[] }
  /** `isPicture`: its address is never asked for by itself. */
  | { readonly kind: 'link'; readonly label: string; readonly url: string; readonly isPicture: boolean }
  | { readonly kind: 'break' };

/** Longer texts are shown as they are written, UTF-16 units. */
const LONGEST = 10_000;
/** Each part is an element or more on the page. */
const MOST_PARTS = 800;
const DEEPEST = 8;

/** @returns undefined where the text is better shown as it is written: too long, too many parts, nested too deep */
export function readMarkdown(text: string): readonly Block[] | undefined {
  if (text.length > LONGEST) return undefined;
  const reader = new Reader();
  try {
    return reader.readBlocks(new Lexer({ gfm: true, breaks: true }).lex(text), 0);
  } catch (error) {
    if (error instanceof TooMuch || error instanceof RangeError) return undefined;
    throw error;
  }
}

class TooMuch extends Error {}

class Reader {
  #parts = 0;

  readBlocks(tokens: readonly Token[], depth: number): readonly Block[] {
    return tokens.flatMap((token) => this.#readBlock(token, depth));
  }

  #count(depth: number): void {
    this.#parts += 1;
    if (this.#parts > MOST_PARTS || depth > DEEPEST) throw new TooMuch();
  }

  #readBlock(token: Token, depth: number): readonly Block[] {
    this.#count(depth);
    switch (token.type) {
      case 'space':
      case 'checkbox':
        return [];
      case 'hr':
        return [{ kind: 'rule' }];
      case 'heading':
        return [{ kind: 'heading', level: token['depth'], inside: this.#readInline(token.tokens, depth) }];
      case 'code':
        return [{ kind: 'code', language: token['lang'] ?? '', text: token['text'] }];
      case 'blockquote':
        return [{ kind: 'quote', blocks: this.readBlocks(token.tokens ?? [], depth + 1) }];
      case 'list': {
        const start = token['ordered'] === true ? Number(token['start']) : undefined;
        return [{ kind: 'list', start, items: this.#readItems(token['items'], depth) }];
      }
      case 'table': {
        const readRow = (cells: readonly { readonly tokens: Token[] }[]): readonly (readonly Inline[])[] =>
          cells.map(({ tokens }) => this.#readInline(tokens, depth));
        return [{ kind: 'table', head: readRow(token['header']), rows: token['rows'].map(readRow) }];
      }
      case 'paragraph':
      case 'text':
        return [{ kind: 'paragraph', inside: this.#readInline(token.tokens ?? [token], depth) }];
      default:
        return [{ kind: 'raw', text: token.raw.replace(/\n+$/, '') }];
    }
  }

  #readItems(
    items: readonly { readonly task: boolean; readonly checked?: boolean; readonly tokens: Token[] }[],
    depth: number,
  ): readonly ListItem[] {
    return items.map(({ task, checked, tokens }) => {
      this.#count(depth);
      return { isDone: task ? checked === true : undefined, blocks: this.readBlocks(tokens, depth + 1) };
    });
  }

  #readInline(tokens: readonly Token[] = [], depth: number): readonly Inline[] {
    return tokens.map((token) => {
      this.#count(depth);
      switch (token.type) {
        case 'codespan':
          return { kind: 'code', text: token['text'] };
        case 'strong':
          return { kind: 'strong', inside: this.#readInline(token.tokens, depth + 1) };
        case 'em':
          return { kind: 'emphasis', inside: this.#readInline(token.tokens, depth + 1) };
        case 'del':
          return { kind: 'deleted', inside: this.#readInline(token.tokens, depth + 1) };
        case 'br':
          return { kind: 'break' };
        case 'escape':
          return { kind: 'text', text: token['text'] };
        case 'link':
        case 'image': {
          const url = toHttpUrl(token['href']);
          const isPicture = token.type === 'image';
          return url === undefined
            ? { kind: 'text', text: token.raw }
            : { kind: 'link', label: token['text'], url, isPicture };
        }
        case 'text':
          return token.tokens === undefined
            ? { kind: 'text', text: token.raw }
            : { kind: 'text', text: token['text'] };
        default:
          return { kind: 'text', text: token.raw };
      }
    });
  }
}
