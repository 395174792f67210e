import type { ReactNode } from 'react';
import { client } from '../../api.ts';
import { formatBytes } from '../../format/quantity.ts';
import { useLoad } from '../../loading/use-load.ts';
import { chooseProject, CURRENT_PROJECT } from '../../project/current-project.ts';
import { Loaded } from './loaded.tsx';

export function ProjectsSection(): ReactNode {
  const load = useLoad('projects', () => client.listProjects());
  const current = CURRENT_PROJECT ?? 'default';
  return (
    <>
      <p>
        Each project is a file of its own: two projects share nothing. The first spans or files sent to one
        make it.
      </p>
      <Loaded load={load} what="the projects">
        {(projects) => (
          <table className="settings-table">
            <thead>
              <tr>
                <th scope="col">Project</th>
                <th scope="col" className="number">
                  Size
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              {projects.map(({ name, sizeBytes }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td className="number">{sizeBytes === 0 ? 'in memory' : formatBytes(sizeBytes)}</td>
                  <td>
                    {name === current ? (
                      <span className="muted">shown</span>
                    ) : (
                      <button
                        type="button"
                        className="text-button"
                        onClick={() => chooseProject(name)}
                        aria-label={`Show the project ${name}`}
                      >
                        Show
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
      <h3>A new one</h3>
      <p>
        <code>tracewright import PATH --project NAME</code>, or spans with the header{' '}
        <code>x-tracewright-project: NAME</code>.
      </p>
      <h3>Away with one</h3>
      <p>
        Its runs: <code>tracewright delete --where &apos;steps &gt;= 0&apos; --project NAME</code>. The
        project itself: stop the server and remove its file in the folder <code>projects</code> beside the
        store.
      </p>
    </>
  );
}
