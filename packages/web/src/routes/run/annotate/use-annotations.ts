import { useCallback, useRef, useState } from 'react';
import type { FindingJson } from '@tracewright/core';
import { client, type Failure, toFailure } from '../../../api.ts';
import { NOBODY } from './author.ts';
import type { Statement } from './annotate-context.ts';
import { toRequest } from './to-request.ts';

export interface Annotations {
  readonly failure: Failure | undefined;
  /** What was done last, in words for a live region. */
  readonly news: string;
  readonly canUndo: boolean;
  readonly mark: (statement: Statement) => void;
  readonly remove: (annotation: FindingJson) => void;
  readonly undo: () => void;
}

/** What was done, and how it is undone. */
interface Done {
  readonly news: string;
  readonly undo: () => Promise<unknown>;
}

/**
 * Makes and takes back marks, one after the other, and remembers how each is undone.
 *
 * @param known the marks as the page knows them: a new one may take the place of one of them
 * @param onChange told when the run has other marks now
 */
export function useAnnotations(
  runId: string,
  author: string,
  known: readonly FindingJson[],
  onChange: () => void,
): Annotations {
  const [failure, setFailure] = useState<Failure>();
  const [done, setDone] = useState<readonly Done[]>([]);
  const [news, setNews] = useState('');
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const enqueue = useCallback(
    (work: () => Promise<string>) => {
      queue.current = queue.current
        .then(work)
        .then(
          (told) => {
            setFailure(undefined);
            setNews(told);
          },
          (error: unknown) => setFailure(toFailure(error)),
        )
        .then(onChange);
    },
    [onChange],
  );

  const keep = (step: Done): string => {
    setDone((before) => [...before, step]);
    return step.news;
  };
  const again = async (annotation: FindingJson): Promise<unknown> => {
    const request = toRequest(annotation);
    return request === undefined ? undefined : client.annotate(runId, request);
  };

  return {
    failure,
    news,
    canUndo: done.length > 0,
    mark(statement) {
      enqueue(async () => {
        const request = { ...statement, author: author.trim() === '' ? NOBODY : author.trim() };
        const made = await client.annotate(runId, request).catch((error: unknown) => {
          // What is selected may be the page's own wording: the mark counts without it.
          if (request.quote === undefined || toFailure(error).where !== 'quote') throw error;
          const { quote: _quote, ...rest } = request;
          return client.annotate(runId, rest);
        });
        const before = known.find(({ id }) => id === made.id);
        return keep({
          news: `Kept: ${made.message.slice(0, 120)}`,
          undo: () => (before === undefined ? client.removeAnnotation(runId, made.id) : again(before)),
        });
      });
    },
    remove(annotation) {
      enqueue(async () => {
        await client.removeAnnotation(runId, annotation.id);
        return keep({ news: 'Taken back', undo: () => again(annotation) });
      });
    },
    undo() {
      const last = done.at(-1);
      if (last === undefined) return;
      setDone(done.slice(0, -1));
      enqueue(async () => {
        await last.undo();
        return 'Undone';
      });
    },
  };
}
