/** What came back, named as what was given is: `inputActionParameters` and `outputActionParameters`, `request_body` and `response_body`; or what
 * stands in one object with it. */
import { FIELD_WORDS } from '../words/vocabulary.ts';
import type { FieldChoice } from './field-choice.ts';

const BACK: Readonly<Record<string, string>> = {
  input: 'output',
  in: 'out',
  request: 'response',
  req: 'res',
  inputs: 'outputs',
  sent: 'received',
};
const BROUGHT: ReadonlySet<string> = new Set(
  FIELD_WORDS.result.slice(0, FIELD_WORDS.result.indexOf('answer')),
);
const SURE = 0.7;

export function takeCounterpart(choice: FieldChoice): void {
  const [given] = choice.fields.arguments ?? [];
  const own = choice.members.find(({ path }) => path === given);
  const name = own?.names.at(-1) ?? '';
  const back = name
    .split('_')
    .map((word) => BACK[word] ?? word)
    .join('_');
  if (own === undefined) return;
  const around = own.names.slice(0, -1).join('.');
  // One word alone is known by itself, or means too much, but for what stands in one object with it.
  const isOne = around !== '';
  if (back === name ? !isOne : !isOne && !name.includes('_')) return;
  const beside = choice.members.filter(
    (member) => member !== own && member.names.slice(0, -1).join('.') === around,
  );
  const member =
    beside.find(({ names }) => back !== name && names.at(-1) === back) ??
    beside.find(({ names }) => isOne && BROUGHT.has(names.at(-1) ?? ''));
  if (member !== undefined) choice.take('result', [{ member, score: SURE }]);
}
