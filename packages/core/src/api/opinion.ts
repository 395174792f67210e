/** What the API says about second opinions. */
import type { Opinion } from '../opinion.ts';

export interface AskOpinionRequest {
  /** `provider/model`; that of the environment when absent. */
  readonly model?: string;
  /** US dollars that it may cost at most. */
  readonly budgetUsd?: number;
  /** false leaves out the notes on the agent's earlier runs, as whoever measures must: they know outcomes. */
  readonly memory?: boolean;
  /** Asks anew though the model's opinion of this run is kept. */
  readonly refresh?: boolean;
}

export interface OpinionStateJson {
  /** Whom a question without a name would go to; null where no model is set up. */
  readonly model: string | null;
  /** What to do where `model` is null. */
  readonly fix: string;
  /** What asking costs: an answer without further reading (null where no price is known), and at most; null unless asked for. */
  readonly estimate: { readonly usd: number | null; readonly maxUsd: number } | null;
  /** How far a question under way is. */
  readonly running: { readonly calls: number; readonly stepsShown: number } | null;
  /** Those kept that are about the run and the diagnosis as they are, the latest first. */
  readonly opinions: readonly Opinion[];
}
