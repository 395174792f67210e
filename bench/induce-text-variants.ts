/**
 * Induction on text logs that nobody wrote: each format is drawn from dimensions that a tool's author decides (what stands before a line, who
 * speaks, how a call and what it brought are told), so that a rule that only fits formats that were seen gains little:
 * `npm run bench -- induce-text-variants [SEED] [COUNT] [--held] [--steps]`.
 *
 * Words and ways are in two halves: rules are made on one, and measured on the other with `--held`.
 */
import { measureShape } from './induce-shapes.ts';
import { drawFormat } from './induce-text-variants/draw-format.ts';
import { writeFormat } from './induce-text-variants/write-format.ts';

const SEED = 1;
const COUNT = 120;

export async function run(args: readonly string[]): Promise<void> {
  const [first = SEED, count = COUNT] = args.filter((arg) => !arg.startsWith('--')).map(Number);
  const half = args.includes('--held') ? 'held' : 'dev';
  const shows = args.includes('--steps');
  const shares: number[] = [];
  const byWay = new Map<string, number[]>();
  for (let seed = first; seed < first + count; seed += 1) {
    const format = drawFormat(seed, half);
    const { share, row } = await measureShape(String(seed), writeFormat(format), shows);
    // Of the held half nothing is shown that a rule could be made from.
    if (half === 'dev') console.log(`${row}\t${[...format.drawn.values()].join('; ')}`);
    shares.push(share);
    for (const [dimension, way] of format.drawn) {
      const key = `${dimension}\t${way}`;
      byWay.set(key, [...(byWay.get(key) ?? []), share]);
    }
  }
  console.log('# dimension\tway\tformats\tmean share');
  for (const [key, list] of [...byWay].toSorted((a, b) => mean(a[1]) - mean(b[1])))
    console.log(`# ${key}\t${list.length}\t${mean(list).toFixed(3)}`);
  const read = shares.filter((share) => share >= 0.9).length;
  console.log(`# mean over ${count} formats, ${half}: ${mean(shares).toFixed(3)}; at least 0.9: ${read}`);
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, share) => sum + share, 0) / Math.max(1, list.length);
}
