import './memory-page.css';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Link, useSearch } from 'wouter';
import type { AgentNotesJson } from '@tracewright/core';
import { client, type Failure, toFailure } from '../../api.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { useImport } from '../../import/import-context.ts';
import { FailureNotice, Loading } from '../../loading/states.tsx';
import { useLoad } from '../../loading/use-load.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { AgentNotes, type ChangeNotes } from './agent-notes.tsx';
import { type Draft, useDrafts } from './use-drafts.ts';

/** What was learnt on each agent's runs: to be read, edited and switched off. */
export function MemoryPage(): ReactNode {
  const named = new URLSearchParams(useSearch()).get('agent');
  const { revision } = useImport();
  const load = useLoad(`memory ${revision}`, () => client.getMemory());
  const [isMaking, setMaking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const { drafts, keep } = useDrafts();
  useEffect(() => {
    document.title = `${named === null ? '' : `${toPlainText(named)} · `}Notes on agents · Tracewright`;
  }, [named]);
  const change: ChangeNotes = async (request) => {
    setFailure(undefined);
    setMaking(request.action === 'refresh');
    try {
      await client.changeMemory(request);
      return true;
    } catch (error) {
      setFailure(toFailure(error));
      return false;
    } finally {
      setMaking(false);
      load.refresh();
    }
  };
  const agents = load.state === 'ready' ? load.value : [];
  const chosen = agents.find(({ agent }) => agent === named) ?? (named === null ? agents[0] : undefined);
  return (
    <>
      <PageBar />
      <main className="memory-page">
        <header className="memory-head">
          <h1>Notes on agents</h1>
          <p className="memory-lead">
            What goes wrong again and again in an agent’s runs, and what the attempts that passed did
            otherwise. They know outcomes: a model that is asked for an opinion gets them, no diagnosis does.
          </p>
          <Button disabled={isMaking} onClick={() => void change({ action: 'refresh' })}>
            {isMaking ? 'Reading runs …' : agents.length === 0 ? 'Make notes' : 'Make all anew'}
          </Button>
        </header>
        {failure !== undefined && <FailureNotice failure={failure} />}
        {load.state === 'loading' && <Loading what="notes" />}
        {load.state === 'failed' && <FailureNotice failure={load.failure} retry={load.retry} />}
        {load.state === 'ready' && agents.length === 0 && (
          <p className="memory-empty">
            No notes yet. They are made from the runs that name their agent, here or with{' '}
            <code>tracewright memory --refresh</code>.
          </p>
        )}
        {agents.length > 1 && <AgentList agents={agents} chosen={chosen?.agent} drafts={drafts} />}
        {load.state === 'ready' && agents.length > 0 && chosen === undefined && (
          <p className="memory-empty trace-text">
            There are no notes on the agent “{toPlainText(named ?? '')}”.
          </p>
        )}
        {chosen !== undefined && (
          <AgentNotes
            key={chosen.agent}
            notes={chosen}
            isBusy={isMaking}
            draft={drafts.get(chosen.agent)}
            onDraft={(draft) => keep(chosen.agent, draft)}
            onChange={change}
          />
        )}
      </main>
    </>
  );
}

function AgentList({
  agents,
  chosen,
  drafts,
}: {
  readonly agents: readonly AgentNotesJson[];
  readonly chosen: string | undefined;
  readonly drafts: ReadonlyMap<string, Draft>;
}): ReactNode {
  return (
    <nav className="memory-agents" aria-label="Agents">
      <ul>
        {agents.map(({ agent, notes, isEnabled }) => (
          <li key={agent}>
            <Link
              href={`/memory?agent=${encodeURIComponent(agent)}`}
              aria-current={agent === chosen ? 'page' : undefined}
            >
              <span className="trace-text" dir="auto">
                {toPlainText(agent)}
              </span>
              <span className="muted number">
                {notes}
                {isEnabled ? '' : ', off'}
                {drafts.has(agent) && ', edit not saved'}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
