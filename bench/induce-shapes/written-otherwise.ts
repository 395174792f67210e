/** Ways in which the same text reaches a file: whatever takes a format apart must not mind them. */
import type { Shape } from './shape.ts';

const ESCAPE = String.fromCodePoint(0x1b);

function eachLine(write: (line: string, index: number) => string): (text: string) => string {
  return (text) =>
    text
      .split('\n')
      .map((line, index, all) => (line === '' && index === all.length - 1 ? '' : write(line, index)))
      .join('\n');
}

function stamp(index: number): string {
  return new Date(Date.UTC(2025, 2, 2, 10, 0, index)).toISOString();
}

export const WAYS_TO_WRITE: Readonly<Record<string, (text: string) => string>> = {
  returns: (text) => text.replaceAll(/\r?\n/g, '\r\n'),
  filled: eachLine((line) => `${line}  `),
  indented: eachLine((line) => (line === '' ? '' : `    ${line}`)),
  coloured: eachLine((line) => (line === '' ? '' : `${ESCAPE}[2m${line}${ESCAPE}[0m`)),
  program: eachLine((line) => `agent-1  | ${line}`),
  stamped: eachLine((line, index) => `${stamp(index)} ${line}`),
};

export function writtenAs(shape: Shape, way: string): Shape {
  const write = WAYS_TO_WRITE[way] ?? ((text) => text);
  return { ...shape, files: () => shape.files().map((file) => ({ ...file, text: write(file.text) })) };
}
