/** What a log of questions and answers keeps of a conversation. */
import type { ExpectedStep } from '../induce-compare.ts';
import type { Turn } from '../induce-shapes/conversations.ts';
import { callsOf, episodes, expectSteps } from '../induce-shapes/shape.ts';

/** Of what an agent says without calling anything a log of questions and answers keeps the last. */
export function expectAnswers(turns: readonly Turn[]): ExpectedStep[] {
  return episodes(turns).flatMap((episode) =>
    expectSteps(episode, {
      keeps: (turn) => turn.by === 'user' || callsOf(turn).length > 0 || turn === episode.at(-1),
    }),
  );
}

/** The last words, where they call nothing. */
export function replyOf(episode: readonly Turn[]): string | undefined {
  const last = episode.at(-1);
  return last?.by === 'agent' && callsOf(last).length === 0 ? last.text : undefined;
}
