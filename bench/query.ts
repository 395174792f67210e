import { benchQuery, type QueryFigure, queryStorePath } from '../packages/store/bench/query.ts';
import { printFigure } from './figure.ts';
import { benchQueryOverHttp } from './query-http.ts';

/** `query [spans]`: asked of the store, then of the server. */
export async function run([count = '1000000']: readonly string[]): Promise<void> {
  const spans = Number(count);
  const print = (line: string): void => console.log(`# ${line}`);
  const report =
    (by: string) =>
    ({ name, p50Ms, p95Ms, targetMs }: QueryFigure): void => {
      printFigure(`${by}: ${name}, p50`, p50Ms, 'ms');
      printFigure(`${by}: ${name}, p95`, p95Ms, 'ms', targetMs);
    };
  await benchQuery(spans, print, report('store'));
  await benchQueryOverHttp(queryStorePath(spans), spans, print, report('HTTP'));
}
