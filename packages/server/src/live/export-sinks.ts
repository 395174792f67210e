/** From a caller to the project its records go to: permission first, then the budget, then the project's live ingest. */
import { isTraceError, type JsonObject } from '@tracewright/core';
import type { DecodedExport, OtlpLog, SpanDraft } from '@tracewright/importers';
import { type Access, type Identity, projectFor } from '../access/access.ts';
import type { Projects } from '../access/projects.ts';
import type { ByteBudget, ExportCaller, ExportSink, ResolveSink } from '../otlp/export-sink.ts';
import type { ProjectHost } from '../project-host.ts';
import type { Accepted } from './live-ingest.ts';
import type { NotKept } from './not-kept.ts';

export interface ExportSinksOptions {
  readonly access: Access;
  readonly projects: Projects<ProjectHost>;
  readonly budget: ByteBudget;
  readonly notKept: NotKept;
}

export function createExportSinks({ access, projects, budget, notKept }: ExportSinksOptions): ResolveSink {
  const identify = (caller: ExportCaller): Identity => {
    const { headers, remoteAddress, path } = caller;
    const project = new URLSearchParams(path.split('?', 2)[1] ?? '').get('project');
    return access.authorize({
      headers,
      remoteAddress,
      host: headers['host'],
      method: 'POST',
      scope: 'ingest',
      ...(project === null ? {} : { project }),
    });
  };

  const accept = async (identity: Identity, decoded: DecodedExport, sizeBytes: number): Promise<Accepted> => {
    const answers: Accepted[] = [];
    const byProject = splitByProject(identity, decoded);
    for (const [project, records] of byProject) {
      const accepting = projects.use(project, ({ live }) => live.accept(records, sizeBytes), {
        mayCreate: true,
      });
      // A project that may not be made costs its own records alone.
      answers.push(await (byProject.size === 1 ? accepting : accepting.catch(toRefusal(records))));
    }
    return {
      rejected: answers.reduce((sum, { rejected }) => sum + rejected, 0),
      messages: answers.flatMap(({ messages }) => messages),
    };
  };

  return async (caller): Promise<ExportSink> => {
    const identity = identify(caller);
    return {
      budget,
      charge: (bytes) => access.charge(identity, bytes),
      passOver(dataPoints) {
        notKept.dataPoints += dataPoints;
      },
      accept: (decoded, sizeBytes) => accept(identity, decoded, sizeBytes),
    };
  };
}

function toRefusal({ drafts, logs }: Records): (error: unknown) => Accepted {
  return (error) => {
    if (!isTraceError(error) || error.code !== 'limit-exceeded') throw error;
    return { rejected: drafts.length + logs.length, messages: [error.message] };
  };
}

type Records = Pick<DecodedExport, 'drafts' | 'logs'>;

/** Almost always one: the resources of a request may name projects of their own. */
function splitByProject(identity: Identity, { drafts, logs }: DecodedExport): ReadonlyMap<string, Records> {
  const byProject = new Map<string, { drafts: SpanDraft[]; logs: OtlpLog[] }>();
  const of = (resource: JsonObject): { drafts: SpanDraft[]; logs: OtlpLog[] } => {
    const project = projectFor(identity, resource);
    const known = byProject.get(project) ?? { drafts: [], logs: [] };
    byProject.set(project, known);
    return known;
  };
  for (const draft of drafts) of(draft.resource).drafts.push(draft);
  for (const log of logs) of(log.resource).logs.push(log);
  return byProject;
}
