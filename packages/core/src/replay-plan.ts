import type { Artifact } from './artifact.ts';
import type { Evidence } from './finding.ts';
import type { JsonValue } from './json.ts';
import type { Message } from './message.ts';

/** What an agent needs to go on from just before the step where its run went wrong. Source: CodeTracer (arXiv 2604.11641). */
export interface ReplayPlanBody {
  readonly runId: string;
  readonly agent: string | null;
  readonly task: string | null;
  readonly taskText: string | null;
  /** The step that is not taken again; `given` where a person chose it. */
  readonly onset: {
    readonly stepIndex: number;
    readonly source: 'diagnosis' | 'given';
    readonly confidence: number | null;
  };
  /** The last step that stands; null where the run starts anew. */
  readonly checkpoint: { readonly stepIndex: number | null; readonly spanId: string | null };
  /** The conversation up to the checkpoint. */
  readonly messages: readonly Message[];
  /** The tool calls up to the checkpoint, in order. */
  readonly calls: readonly ReplayCall[];
  /** Files that calls changed, as far as the trace shows them. */
  readonly files: readonly KnownFile[];
  /** What the agent's last list of tasks still had open. */
  readonly openTasks: readonly {
    readonly text: string;
    readonly status: string;
    readonly stepIndex: number;
  }[];
  readonly note: CorrectiveNote;
  readonly limits: { readonly maxSteps: number };
  /** What the trace does not show, or what is dangerous to do again. */
  readonly warnings: readonly string[];
}

export type ReplayPlan = Artifact<'replay-plan', ReplayPlanBody>;

export interface ReplayCall {
  readonly stepIndex: number;
  readonly spanId: string;
  readonly callId: string | null;
  readonly tool: string;
  readonly arguments: JsonValue;
  /** `execute`: it changed the world and must be made again. `replay`: its recorded result stands. */
  readonly kind: 'execute' | 'replay';
  /** Null where no result was recorded. */
  readonly result: { readonly value: JsonValue; readonly status: 'ok' | 'error' | 'unknown' } | null;
}

export interface KnownFile {
  readonly path: string;
  /** The call that changed it last. */
  readonly stepIndex: number;
  /** Null where the trace does not show it whole. */
  readonly content: string | null;
  readonly isDeleted: boolean;
  /** Edits since the content was last known, oldest first. */
  readonly edits: readonly { readonly stepIndex: number; readonly before: string; readonly after: string }[];
}

/** Made of findings and quotes alone. */
export interface CorrectiveNote {
  /** For the agent, as the next message. */
  readonly text: string;
  readonly findings: readonly {
    readonly id: string;
    readonly stepIndex: number | null;
    readonly message: string;
    readonly fix: string | null;
    readonly evidence: readonly Evidence[];
  }[];
}
