/** Finds the rule of a policy for a field; a policy without rules costs nothing. */
import type { FieldAction, FieldRule } from './masking-policy.ts';

export interface FieldActions {
  /** Whether any rule's field begins with this: `attributes.`. Without one, nobody needs to ask. */
  readonly isConcerned: (prefix: string) => boolean;
  /** @param field as rules name it: `attributes.user.email` */
  readonly find: (field: string) => FieldAction | undefined;
  /** The rule for a tool whose name is not known: any that hides something, since it may be that tool. */
  readonly findForUnknownTool: (part: 'arguments' | 'result') => FieldAction | undefined;
}

const MAX_KNOWN = 10_000;

export function createFieldActions(rules: readonly FieldRule[]): FieldActions {
  const compiled = rules.map(({ field, action }) => ({ field, action, pattern: toPattern(field) }));
  const known = new Map<string, FieldAction | undefined>();
  return {
    isConcerned: (prefix) => rules.some(({ field }) => field.startsWith(prefix)),
    find: (field) => {
      if (compiled.length === 0) return undefined;
      if (known.has(field)) return known.get(field);
      const action = compiled.find(({ pattern }) => pattern.test(field))?.action;
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(field, action);
      return action;
    },
    findForUnknownTool: (part) =>
      rules.find(
        ({ field, action }) => action !== 'keep' && field.startsWith('tool.') && field.endsWith(`.${part}`),
      )?.action,
  };
}

/** `*` stands for any characters. Stars in a row are one: the match stays linear in practice, names are short. */
function toPattern(field: string): RegExp {
  const parts = field.split(/\*+/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*?')}$`);
}
