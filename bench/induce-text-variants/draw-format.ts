/** One way to write text logs, drawn from the dimensions of styles.ts by a seed. */
import { createRandom } from '@tracewright/numeric';
import {
  type Bringing,
  BRINGINGS,
  type Calling,
  CALLINGS,
  type Half,
  LAID_OUT,
  NO_PREFIX,
  type Noise,
  NOISES,
  type Prefix,
  PREFIXES,
  type Separation,
  SEPARATIONS,
  SPEECHES,
  type Speech,
  type Words,
  WORDS,
} from './styles.ts';

/** Where a call stands: in what the agent says, or in entries of its own, with or without what is said beside it. */
export type Placing = 'inside' | 'apart' | 'alone';

export interface TextFormat {
  readonly prefix: Prefix;
  readonly words: Words;
  readonly speech: Speech;
  readonly calling: Calling;
  readonly bringing: Bringing;
  readonly separation: Separation;
  readonly noise: Noise;
  readonly placing: Placing;
  readonly tellsThoughts: boolean;
  readonly tellsSystem: boolean;
  /** How each dimension was drawn. */
  readonly drawn: ReadonlyMap<string, string>;
  /** Of the conversations that are written so. */
  readonly conversations: readonly string[];
}

const CONVERSATIONS = [
  'coding',
  'refunds',
  'research',
  'analysis',
  'travel',
  'incident',
  'home',
  'game',
  'intake',
  'library',
  'press',
  'greenhouse',
  'letters',
];
const FILES = 5;

export function drawFormat(seed: number, half: Half): TextFormat {
  const random = createRandom(seed);
  const drawn = new Map<string, string>();
  const draw = <T>(dimension: string, ways: Readonly<Record<string, T>>): T => {
    const isLogged = (drawn.get('prefix') ?? 'none') !== 'none';
    const likely = Object.entries(ways).filter(([name]) => !isLogged || !LAID_OUT.has(name));
    const [name, way] = oneOf(likely, random);
    drawn.set(dimension, name);
    return way;
  };
  // Half of the logs have no prefix.
  const prefix = draw('prefix', random() < 0.4 ? { none: NO_PREFIX } : PREFIXES[half]);
  const words = draw('words', WORDS[half]);
  const speech = draw('speech', SPEECHES[half]);
  const calling = draw('call', CALLINGS[half]);
  const bringing = draw('result', BRINGINGS[half]);
  const separation = draw('separation', SEPARATIONS[half]);
  const noise = draw('noise', NOISES[half]);
  // Nothing tells a call in a panel from what is said there, and a logger's line names what it logs.
  const isWhole = /boxed|<Name>/.test(drawn.get('speech') ?? '') || drawn.get('prefix') !== 'none';
  const placing = draw<Placing>('placing', {
    ...(isWhole ? {} : { inside: 'inside' }),
    apart: 'apart',
    alone: 'alone',
  });
  const tellsThoughts = draw('thoughts', { told: true, 'not told': false });
  const tellsSystem = draw('system', { told: true, 'not told': false, 'not told either': false });
  const first = Math.floor(random() * CONVERSATIONS.length);
  const conversations = [...CONVERSATIONS, ...CONVERSATIONS].slice(first, first + FILES);
  return {
    prefix,
    words,
    speech,
    calling,
    bringing,
    separation,
    noise,
    placing,
    tellsThoughts,
    tellsSystem,
    drawn,
    conversations,
  };
}

function oneOf<T>(list: readonly T[], random: () => number): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('nothing to draw from');
  return item;
}
