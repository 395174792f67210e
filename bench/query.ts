import { benchQuery } from '../packages/store/bench/query.ts';
import { printFigure } from './figure.ts';

/** `query [spans]` */
export async function run([count = '1000000']: readonly string[]): Promise<void> {
  const print = (line: string): void => console.log(`# ${line}`);
  await benchQuery(Number(count), print, ({ name, p50Ms, p95Ms, targetMs }) => {
    printFigure(`${name}, p50`, p50Ms, 'ms');
    printFigure(`${name}, p95`, p95Ms, 'ms', targetMs);
  });
}
