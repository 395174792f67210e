import { toActionKey } from '../action-key.ts';
import type { JudgedStep } from '../context.ts';
import type { Detector } from '../detector.ts';
import { makeFinding, nameAction, quoteAction, quoteResult } from '../finding.ts';
import { isSimilarText } from '../similar-text.ts';

const id = 'repeated-action@1';

/** How many of an agent's latest actions a new one is compared with. */
const MEMORY = 6;
/** Shorter messages ("yes", "done") repeat for good reasons. */
const MIN_MESSAGE = 40;

/**
 * An agent does again, word for word or nearly, what it did shortly before, nothing having changed between, and gets the
 * same answer. One finding a group, at the first repetition.
 */
export const repeatedAction: Detector = {
  id,
  summary: 'the same action again, with the same result and no change between',
  detect(context) {
    const groups: {
      readonly first: JudgedStep;
      readonly repeats: JudgedStep[];
      readonly isExact: boolean;
    }[] = [];
    const recent = new Map<string, { readonly step: JudgedStep; readonly group: number | undefined }[]>();
    for (const step of context.steps) {
      const { role, agent = '' } = step.step;
      if (role !== 'agent' || step.actionKey === undefined) continue;
      const memory = recent.get(agent) ?? [];
      const earlier = memory.findLast((entry) => isRepetition(entry.step, step));
      let group = earlier?.group;
      if (earlier !== undefined) {
        if (group === undefined)
          group =
            groups.push({
              first: earlier.step,
              repeats: [],
              isExact: earlier.step.actionKey === step.actionKey,
            }) - 1;
        groups[group]?.repeats.push(step);
      }
      // What changed the world makes asking again reasonable; repeating the change itself does not.
      const kept =
        step.step.kind === 'change' && earlier === undefined && step.failure === undefined
          ? []
          : memory.slice(1 - MEMORY);
      recent.set(agent, [...kept, { step, group }]);
    }
    return groups.flatMap(({ first, repeats, isExact }) => {
      const [second] = repeats;
      if (second === undefined) return [];
      return makeFinding(context, second, {
        detector: id,
        category: 'repetition',
        severity: repeats.length > 1 ? 'warning' : 'info',
        confidence: Math.min(0.95, (isExact ? 0.6 : 0.4) + 0.15 * repeats.length),
        message: `${nameAction(second)} repeats step ${first.index}${isExact ? '' : ' almost word for word'}${repeats.length > 1 ? `, ${repeats.length} times until step ${repeats.at(-1)?.index}` : ''}${second.result === undefined ? '' : ', with the same result'}`,
        evidence: [quoteAction(second) ?? quoteResult(second), quoteAction(first) ?? quoteResult(first)],
      });
    });
  },
};

function isRepetition(before: JudgedStep, now: JudgedStep): boolean {
  if (before.step.action.tool !== now.step.action.tool) return false;
  const isMessage = now.step.action.tool === undefined;
  if (isMessage && (now.step.action.text?.length ?? 0) < MIN_MESSAGE) return false;
  if (before.result?.text !== now.result?.text || (!isMessage && now.result === undefined)) return false;
  if (before.actionKey === now.actionKey) return true;
  // A tool call that differs a little is a repetition only when it fails in the same way: a list updated, a file rewritten are not.
  return (
    (isMessage || now.failure !== undefined) &&
    isSimilarText(toActionKey(before.step) ?? '', toActionKey(now.step) ?? '')
  );
}
