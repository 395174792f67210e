/**
 * Induction on formats that nobody wrote: each drawn from dimensions that a tool's author decides (container, layout, names, forms), so that
 * a rule that only fits shapes that were seen gains little: `npm run bench -- induce-variants [SEED] [COUNT] [--held] [--further] [--steps]`.
 *
 * Half of the words and some of the layouts are drawn with `--held` alone: rules are made on the others, and measured on these. `--further` draws layouts that neither has.
 */
import { drawVariant } from './induce-variants/draw-variant.ts';
import { makeVariant } from './induce-variants/make-variant.ts';
import { measureShape } from './induce-shapes.ts';

const SEED = 1;
const COUNT = 120;
/** Values of a dimension that fewer formats have say little. */
const MIN_FORMATS = 5;

export async function run(args: readonly string[]): Promise<void> {
  const [first = SEED, count = COUNT] = args.filter((arg) => !arg.startsWith('--')).map(Number);
  const half = args.includes('--held') ? 'held' : 'dev';
  const isFurther = args.includes('--further');
  const shows = args.includes('--steps');
  const shares: number[] = [];
  const byValue = new Map<string, number[]>();
  for (let seed = first; seed < first + count; seed += 1) {
    const variant = drawVariant(seed, half, isFurther);
    const { share, row } = await measureShape(String(seed), makeVariant(variant, seed), shows);
    console.log(row);
    shares.push(share);
    for (const [dimension, value] of variant.drawn) {
      const key = `${dimension}\t${value}`;
      byValue.set(key, [...(byValue.get(key) ?? []), share]);
    }
  }
  console.log('# dimension\tvalue\tformats\tmean share');
  for (const [key, list] of [...byValue].toSorted((a, b) => mean(a[1]) - mean(b[1])))
    if (list.length >= MIN_FORMATS) console.log(`# ${key}\t${list.length}\t${mean(list).toFixed(3)}`);
  const read = shares.filter((share) => share >= 0.9).length;
  console.log(
    `# mean over ${count} formats, ${half}${isFurther ? ' further' : ''}: ${mean(shares).toFixed(3)}; at least 0.9: ${read}`,
  );
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, share) => sum + share, 0) / Math.max(1, list.length);
}
