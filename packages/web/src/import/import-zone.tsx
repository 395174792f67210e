import './import.css';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ImportReportJson } from '@tracewright/core';
import { client, type Failure, toFailure } from '../api.ts';
import { collectChosen, collectDropped, FILE_LIMIT, type PathFile } from './collect-files.ts';
import { ImportReactContext } from './import-context.ts';
import { findUnknown } from './find-unknown.ts';
import { ImportDialog } from './import-dialog.tsx';

export type ImportState =
  | {
      readonly kind: 'working';
      readonly files: number;
      readonly sizeBytes: number;
      readonly induces: boolean;
    }
  /** `unknown`: files of which it can still be worked out how they are written. */
  | { readonly kind: 'done'; readonly report: ImportReportJson; readonly unknown: readonly PathFile[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

async function importFiles(files: readonly PathFile[], induces: boolean): Promise<ImportReportJson> {
  const form = new FormData();
  if (induces) form.append('induce', 'true');
  for (const { path, file } of files) form.append('file', file, path);
  return client.importForm(form);
}

/** Takes files and folders dropped anywhere on the page, or chosen, and shows what became of them. */
export function ImportZone({ children }: { readonly children: ReactNode }): ReactNode {
  const [state, setState] = useState<ImportState>();
  const [revision, setRevision] = useState(0);
  const fileInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);

  const start = useCallback(
    async (collecting: Promise<readonly PathFile[]>, induces = false): Promise<void> => {
      try {
        const files = await collecting;
        if (files.length === 0) return;
        if (files.length >= FILE_LIMIT) {
          const message = `the folder holds ${FILE_LIMIT} files or more, too many for one upload`;
          setState({
            kind: 'failed',
            failure: { message, where: undefined, fix: 'import it with `tracewright import PATH`' },
          });
          return;
        }
        setState({
          kind: 'working',
          files: files.length,
          sizeBytes: files.reduce((sum, { file }) => sum + file.size, 0),
          induces,
        });
        const report = await importFiles(files, induces);
        setState({ kind: 'done', report, unknown: induces ? [] : findUnknown(files, report) });
        if (report.totals.runs > 0) setRevision((count) => count + 1);
      } catch (error) {
        setState({ kind: 'failed', failure: toFailure(error) });
      }
    },
    [],
  );

  const isDragging = useFileDrop(useCallback((transfer) => void start(collectDropped(transfer)), [start]));
  const context = useMemo(
    () => ({
      chooseFiles: () => fileInput.current?.click(),
      chooseFolder: () => folderInput.current?.click(),
      revision,
    }),
    [revision],
  );
  const take = (input: HTMLInputElement): void => {
    void start(Promise.resolve(collectChosen(input.files)));
    // The same file can be chosen again.
    input.value = '';
  };
  return (
    <ImportReactContext value={context}>
      {children}
      <input
        ref={fileInput}
        type="file"
        multiple
        hidden
        aria-label="Files to import"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={(element) => {
          folderInput.current = element;
          if (element !== null) element.webkitdirectory = true;
        }}
        type="file"
        hidden
        aria-label="Folder to import"
        onChange={(event) => take(event.currentTarget)}
      />
      {isDragging && (
        <div className="drop-veil" aria-hidden="true">
          <p>Drop to import</p>
        </div>
      )}
      {state !== undefined && (
        <ImportDialog
          state={state}
          onInduce={(files) => void start(Promise.resolve(files), true)}
          onClose={() => setState(undefined)}
        />
      )}
    </ImportReactContext>
  );
}

/** Whether files are being dragged over the page. Without these listeners a dropped file would replace the page. */
function useFileDrop(onDrop: (transfer: DataTransfer) => void): boolean {
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    // Entering a child comes before leaving its parent: the depth tells the page's border from an inner one.
    let depth = 0;
    const withFiles = (act: (transfer: DataTransfer) => void) => (event: DragEvent) => {
      if (event.dataTransfer === null || !event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      act(event.dataTransfer);
    };
    const enter = withFiles(() => {
      depth += 1;
      setDragging(true);
    });
    const leave = withFiles(() => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragging(false);
    });
    const over = withFiles((transfer) => {
      transfer.dropEffect = 'copy';
    });
    const drop = withFiles((transfer) => {
      depth = 0;
      setDragging(false);
      onDrop(transfer);
    });
    const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop } as const;
    for (const [name, listener] of Object.entries(listeners))
      window.addEventListener(name as 'drop', listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        window.removeEventListener(name as 'drop', listener);
    };
  }, [onDrop]);
  return isDragging;
}
