import { Fragment, type ReactNode } from 'react';

/** A sentence of the program in which what stands between backticks is a command. */
export function withCode(sentence: string): ReactNode {
  return sentence
    .split('`')
    .map((part, index) =>
      index % 2 === 1 ? <code key={index}>{part}</code> : <Fragment key={index}>{part}</Fragment>,
    );
}
