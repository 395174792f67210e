/** What came back, named as what was given is: `inputActionParameters` and `outputActionParameters`, `request_body` and `response_body`. */
import type { FieldChoice } from './field-choice.ts';

const BACK: Readonly<Record<string, string>> = {
  input: 'output',
  in: 'out',
  request: 'response',
  req: 'res',
  sent: 'received',
};
const SURE = 0.7;

export function takeCounterpart(choice: FieldChoice): void {
  const [given] = choice.fields.arguments ?? [];
  const own = choice.members.find(({ path }) => path === given);
  const name = own?.names.at(-1) ?? '';
  const back = name
    .split('_')
    .map((word) => BACK[word] ?? word)
    .join('_');
  // One word alone is known by itself, or means too much.
  if (own === undefined || back === name || !name.includes('_')) return;
  const around = own.names.slice(0, -1).join('.');
  const member = choice.members.find(
    ({ names }) => names.at(-1) === back && names.slice(0, -1).join('.') === around,
  );
  if (member !== undefined) choice.take('result', [{ member, score: SURE }]);
}
