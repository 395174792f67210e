/** One way of writing logs, drawn from dimensions that do not depend on one another, save where a tool could not write both. */
import { createRandom } from '@tracewright/numeric';
import { type Field, FIELD_NAMES, type Half, wordsOf, writeName } from './words.ts';

/** Dimensions that are no words, and what each may be. */
const DIMENSIONS = {
  layout: ['chat', 'blocks', 'events', 'steps', 'exchanges', 'spans'],
  container: ['list', 'lines', 'object', 'envelope', 'sessions', 'mixed-lines', 'values', 'yaml'],
  calls: ['apart', 'joined', 'updated'],
  callShape: ['flat', 'nested', 'typed'],
  payload: ['flat', 'wrapped', 'by-kind', 'message'],
  arguments: ['object', 'text', 'pairs'],
  result: ['text', 'value', 'object', 'parts'],
  failure: ['none', 'flag', 'status', 'error-member'],
  ids: ['named', 'same', 'none'],
  recordIds: ['none', 'id', 'id-and-parent'],
  time: ['iso', 'ms', 's', 'none'],
  noise: ['none', 'members', 'records', 'both'],
  speaker: ['none', 'member'],
  thoughts: ['kept', 'dropped'],
  empty: ['null', 'text', 'absent'],
  system: ['record', 'none'],
} as const;

/** Layouts that neither half has. */
const FURTHER_LAYOUTS = [
  'turns',
  'parts',
  'deltas',
  'actions',
  'addressed',
  'tree',
  'requests',
  'keyed',
] as const;

export type FurtherLayout = (typeof FURTHER_LAYOUTS)[number];

export type Dimensions = { readonly [K in keyof typeof DIMENSIONS]: (typeof DIMENSIONS)[K][number] };

/** What each half leaves to the other. */
const LEFT_OUT: Readonly<Record<Half, readonly string[]>> = {
  dev: ['message', 'mixed-lines'],
  held: ['pairs', 'by-kind', 'exchanges'],
};

export interface Variant {
  readonly dimensions: Dimensions;
  /** In place of the layout among the dimensions. */
  readonly further: FurtherLayout | undefined;
  /** The written name of each member. */
  readonly names: Readonly<Record<Field, string>>;
  readonly roles: {
    readonly user: string;
    readonly agent: string;
    readonly tool: string;
    readonly system: string;
  };
  readonly kinds: Readonly<Record<KindName, string>>;
  readonly noises: readonly string[];
  readonly states: { readonly running: string; readonly done: string; readonly failed: string };
  /** Words and dimensions as the table of the bench names them. */
  readonly drawn: ReadonlyMap<string, string>;
}

const KIND_NAMES = ['user', 'agent', 'thought', 'call', 'result', 'system', 'joined'] as const;
export type KindName = (typeof KIND_NAMES)[number];

export function drawVariant(seed: number, half: Half, isFurther: boolean = false): Variant {
  const random = createRandom(seed);
  const choose = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(random() * list.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  };
  const dimensions = possible(
    Object.fromEntries(
      Object.entries(DIMENSIONS).map(([name, values]) => [
        name,
        choose((values as readonly string[]).filter((value) => !LEFT_OUT[half].includes(value))),
      ]),
    ) as Dimensions,
  );
  const style = choose(wordsOf('cases', half));
  const kindStyle = choose(wordsOf('kindCases', half));
  const drawn = new Map<string, string>(Object.entries(dimensions));
  const used = new Set<string>();
  const names = Object.fromEntries(
    FIELD_NAMES.map((field) => {
      const free = wordsOf(field, half).filter((word) => !used.has(word));
      const word = choose(free);
      used.add(word);
      drawn.set(`word ${field}`, word);
      return [field, writeName(word, style)];
    }),
  ) as Record<Field, string>;
  // Most logs keep what came back where they keep what is said.
  if (random() < 0.4 && dimensions.calls === 'apart') {
    names.result = names.text;
    drawn.set('word result', 'as text');
  }
  const [user = '', agent = '', tool = '', system = ''] = choose(wordsOf('roles', half)).split('/');
  const written = choose(wordsOf('kinds', half));
  const kinds = Object.fromEntries(
    written.split('/').map((kind, index) => [KIND_NAMES[index] ?? '', writeName(kind, kindStyle)]),
  ) as Record<KindName, string>;
  const [running = '', done = '', failed = ''] = choose(wordsOf('states', half)).split('/');
  const noises = choose(wordsOf('noises', half))
    .split('/')
    .map((noise) => writeName(noise, kindStyle));
  drawn.set('words of roles', `${user}/${agent}/${tool}/${system}`);
  drawn.set('words of kinds', written);
  drawn.set('names', style);
  drawn.set('kinds', kindStyle);
  const further = isFurther ? choose(FURTHER_LAYOUTS) : undefined;
  if (further !== undefined) drawn.set('layout', further);
  return {
    dimensions,
    further,
    names,
    roles: { user, agent, tool, system },
    kinds,
    noises,
    states: { running, done, failed },
    drawn,
  };
}

/** What no tool would write becomes what it would. */
function possible(drawn: Dimensions): Dimensions {
  const { layout, calls, ids } = drawn;
  const isMessages = layout === 'chat' || layout === 'blocks';
  return {
    ...drawn,
    // A call is told again in an event of its own alone.
    calls: layout === 'events' || (layout === 'chat' && calls !== 'updated') ? calls : 'apart',
    // Without an id a call that is told again would be another.
    ids: calls === 'updated' && ids === 'none' ? 'same' : ids,
    // Messages have their members at the top, or all of them in one.
    payload: layout === 'events' || (isMessages && drawn.payload === 'message') ? drawn.payload : 'flat',
  };
}
