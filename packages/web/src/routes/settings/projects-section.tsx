import { type ReactNode, useState } from 'react';
import { TextField } from '../../design/text-field.tsx';
import { Button } from '../../design/button.tsx';
import type { ProjectJson } from '@tracewright/core';
import { client } from '../../api.ts';
import { formatBytes } from '../../format/quantity.ts';
import { FailureNotice } from '../../loading/states.tsx';
import { useAction } from '../../loading/use-action.ts';
import { useLoad } from '../../loading/use-load.ts';
import { chooseProject, CURRENT_PROJECT } from '../../project/current-project.ts';
import { DeleteProjectDialog } from './delete-project-dialog.tsx';
import { Loaded } from './loaded.tsx';

const DEFAULT = 'default';

export function ProjectsSection(): ReactNode {
  const load = useLoad('projects', () => client.listProjects());
  const [doomed, setDoomed] = useState<ProjectJson>();
  return (
    <>
      <p>
        Each project is a file of its own: two projects share nothing. The first spans or files sent to one
        make it as well: <code>tracewright import PATH --project NAME</code>, or spans with the header{' '}
        <code>x-tracewright-project: NAME</code>.
      </p>
      <Loaded load={load} what="the projects">
        {(projects) => <ProjectTable projects={projects} onDelete={setDoomed} />}
      </Loaded>
      <h3>New project</h3>
      <ProjectForm onCreated={load.refresh} />
      {doomed !== undefined && (
        <DeleteProjectDialog
          project={doomed}
          onClose={() => setDoomed(undefined)}
          onDeleted={() => {
            setDoomed(undefined);
            if (doomed.name === CURRENT_PROJECT) chooseProject(DEFAULT);
            else load.refresh();
          }}
        />
      )}
    </>
  );
}

interface ProjectTableProps {
  readonly projects: readonly ProjectJson[];
  readonly onDelete: (project: ProjectJson) => void;
}

function ProjectTable({ projects, onDelete }: ProjectTableProps): ReactNode {
  return (
    <div className="settings-frame" role="region" aria-label="Projects" tabIndex={0}>
      <table className="settings-table">
        <thead>
          <tr>
            <th scope="col">Project</th>
            <th scope="col" className="number">
              Size
            </th>
            <td />
            <td />
          </tr>
        </thead>
        <tbody>
          {projects.map((project) => (
            <tr key={project.name}>
              <th scope="row" className="trace-text">
                {project.name}
              </th>
              <td className="number">
                {project.sizeBytes === 0 ? 'in memory' : formatBytes(project.sizeBytes)}
              </td>
              <td>
                {project.name === (CURRENT_PROJECT ?? DEFAULT) ? (
                  <span className="muted">shown</span>
                ) : (
                  <Button
                    kind="text"
                    onClick={() => chooseProject(project.name)}
                    aria-label={`Show the project ${project.name}`}
                  >
                    Show
                  </Button>
                )}
              </td>
              <td>
                {project.name !== DEFAULT && (
                  <Button
                    kind="text"
                    onClick={() => onDelete(project)}
                    aria-label={`Delete the project ${project.name}`}
                  >
                    Delete …
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ProjectForm({ onCreated }: { readonly onCreated: () => void }): ReactNode {
  const [name, setName] = useState('');
  const { isBusy, failure, run } = useAction();
  const create = async (): Promise<void> => {
    await client.createProject({ name: name.trim() });
    setName('');
    onCreated();
  };
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void run(create);
      }}
    >
      <TextField
        label="Name of the project: lower-case letters, digits, - and _"
        value={name}
        maxLength={64}
        onChange={setName}
      />
      {failure !== undefined && <FailureNotice failure={failure} />}
      <Button kind="primary" type="submit" disabled={name.trim() === '' || isBusy}>
        Make the project
      </Button>
    </form>
  );
}
