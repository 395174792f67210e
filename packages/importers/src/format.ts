/**
 * What a format is to the registry. One folder under formats/ a format; `docs/add-an-importer.md` shows how to add one.
 */
import type { Finding, Problem, Run, Span } from '@tracewright/core';
import type { PriceTable } from './prices/price-table.ts';
import type { Content } from './reading/content.ts';
import type { SourceFile } from './reading/source-file.ts';

/** What an importer yields, in any order; spans of a run may come in several batches, the run once, at its end. */
export type ImportItem =
  | { readonly kind: 'spans'; readonly spans: readonly Span[] }
  | { readonly kind: 'run'; readonly run: Run }
  /** What the source itself reports of its runs, such as evaluations: no diagnosis makes them. */
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** What `detect` says of a file. */
export type Detection =
  /** The file holds runs of this format. `fit`: of several such formats that stand together, the one it fits best is chosen. */
  | { readonly kind: 'match'; readonly fit?: () => number }
  /** The file is known but holds no run of its own: labels, indexes, documents. */
  | { readonly kind: 'skip'; readonly reason: string }
  /** Not this format; `reason` names what was missed, as in: no member "trajectory". */
  | { readonly kind: 'refuse'; readonly reason: string };

/** All files of one import, by path. */
export interface FileSet {
  /** The files whose path begins with the folder (see `folderOf`), in path order. */
  under(folder: string): readonly SourceFile[];
  find(path: string): SourceFile | undefined;
}

/** One run or file of runs, with the companion files its format claimed. */
export interface ImportUnit {
  readonly file: SourceFile;
  readonly content: Content;
  /** The companions that `parts` claimed. */
  readonly parts: readonly SourceFile[];
  /** The first look at any of them. */
  readonly open: (file: SourceFile) => Promise<Content>;
  /** What tokens cost where the source does not say; the bundled prices by default. */
  readonly prices?: PriceTable | undefined;
}

export interface ImportFormat {
  /** Stable id, kebab-case, as in `--format tau2-bench`. */
  readonly name: string;
  readonly title: string;
  readonly versions: string;
  /** What an import keeps, one line. */
  readonly kept: string;
  /** What an import leaves out and why, one line. */
  readonly dropped: string;
  /** Where the format is described. */
  readonly specification: string;
  /** It reads the file anew, in its own way, and tells itself what is broken there. */
  readonly readsFile?: boolean;
  /** A cheap look at structure, never at the file's name alone. Pure; may not throw. */
  detect(content: Content, file: SourceFile): Detection;
  /** Companion files that belong to a run whose main file is `file`: they are not imported on their own. */
  parts?(
    file: SourceFile,
    content: Content,
    files: FileSet,
    /** The first look at another file, where its path alone does not say whose it is. */
    open: (file: SourceFile) => Promise<Content>,
  ): readonly SourceFile[] | Promise<readonly SourceFile[]>;
  /** Bytes to spans. Bad records become problems; only what makes the whole unit unreadable is thrown, as TraceError. */
  import(unit: ImportUnit): AsyncGenerator<ImportItem>;
}

export const MATCH: Detection = { kind: 'match' };

export function refuse(reason: string): Detection {
  return { kind: 'refuse', reason };
}

export function skip(reason: string): Detection {
  return { kind: 'skip', reason };
}
