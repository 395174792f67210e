import type { ReactNode } from 'react';
import { client } from '../../api.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { formatCount, formatBytes, formatTime } from '../../format/quantity.ts';
import { useLoad } from '../../loading/use-load.ts';
import { CURRENT_PROJECT } from '../../project/current-project.ts';
import { Facts } from './facts.tsx';
import { Loaded } from './loaded.tsx';

export function StorageSection(): ReactNode {
  const storage = useLoad('storage', () => client.getStorage());
  const projects = useLoad('projects', () => client.listProjects());
  const current = CURRENT_PROJECT ?? 'default';
  return (
    <>
      <Loaded load={storage} what="the size">
        {({ path, engine, engineVersion, sizeBytes, usedBytes, runs, spans, messages, oldest, newest }) => (
          <>
            <h3>Project {current}</h3>
            <Facts
              facts={[
                ['Runs', formatCount(runs)],
                ['Spans', formatCount(spans)],
                ['Distinct messages', formatCount(messages)],
                ['The data takes', formatBytes(usedBytes)],
                ['The file takes', path === null ? null : formatBytes(sizeBytes)],
                ['A span takes', spans === 0 ? null : formatBytes(Math.round(usedBytes / spans))],
                ['First run', oldest === null ? null : formatTime(oldest)],
                ['Last run', newest === null ? null : formatTime(newest)],
                ['Engine', `${engine} ${engineVersion}`],
                [
                  'File',
                  path === null ? (
                    'none: the store is in memory, and gone when the server stops'
                  ) : (
                    <>
                      <code>{path}</code> <CopyButton text={path} what="path" />
                    </>
                  ),
                ],
              ]}
            />
            {path !== null && sizeBytes > 2 * usedBytes && (
              <p className="muted">
                The file does not shrink when something is deleted: the free space is used again.
              </p>
            )}
          </>
        )}
      </Loaded>
      <Loaded load={projects} what="the projects">
        {(all) =>
          all.length < 2 ? null : (
            <>
              <h3>All projects</h3>
              <table className="settings-table">
                <thead>
                  <tr>
                    <th scope="col">Project</th>
                    <th scope="col" className="number">
                      Size
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {all.map(({ name, sizeBytes }) => (
                    <tr key={name}>
                      <th scope="row">{name}</th>
                      <td className="number">{formatBytes(sizeBytes)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )
        }
      </Loaded>
    </>
  );
}
