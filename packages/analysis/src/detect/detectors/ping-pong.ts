import type { Detector } from '../detector.ts';
import { makeFinding, nameAction, quoteAction } from '../finding.ts';
import type { JudgedStep } from '../context.ts';

const id = 'ping-pong@1';

/** Actions in an alternation A B A B before it is called one. */
const MIN_LENGTH = 4;

/** An agent goes back and forth between two actions with the same results each time. One finding a stretch, where it closes first. */
export const pingPong: Detector = {
  id,
  summary: 'back and forth between two states',
  detect(context) {
    const byAgent = new Map<string, JudgedStep[]>();
    for (const step of context.steps) {
      if (step.actionKey === undefined || step.step.action.tool === undefined) continue;
      const agent = step.step.agent ?? '';
      const own = byAgent.get(agent);
      if (own === undefined) byAgent.set(agent, [step]);
      else own.push(step);
    }
    return [...byAgent.values()].flatMap((steps) =>
      findAlternations(steps).map(({ start, end }) => {
        const [a, b, again, last] = [steps[start], steps[start + 1], steps[start + 2], steps[end - 1]];
        if (a === undefined || b === undefined || again === undefined || last === undefined)
          throw new Error('unreachable: an alternation has four steps');
        return makeFinding(context, again, {
          detector: id,
          category: 'loop',
          severity: 'warning',
          confidence: Math.min(0.95, 0.5 + 0.1 * (end - start - MIN_LENGTH + 1)),
          message: `${nameAction(a)} (step ${a.index}) and ${nameAction(b)} (step ${b.index}) alternate until step ${last.index} with the same results`,
          evidence: [quoteAction(a), quoteAction(b)],
        });
      }),
    );
  },
};

/** Maximal stretches where each step equals the one two before it, and not the one before. */
function findAlternations(steps: readonly JudgedStep[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let start = 0;
  for (let index = 2; index <= steps.length; index += 1) {
    const step = steps[index];
    if (step !== undefined && isSame(step, steps[index - 2]) && !isSame(step, steps[index - 1])) continue;
    if (index - start >= MIN_LENGTH) found.push({ start, end: index });
    start = index - 1;
  }
  return found;
}

/** A call without a recorded result repeats none. */
function isSame({ actionKey, result }: JudgedStep, before: JudgedStep | undefined): boolean {
  return result !== undefined && actionKey === before?.actionKey && result.text === before?.result?.text;
}
