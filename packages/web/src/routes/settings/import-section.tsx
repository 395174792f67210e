import type { ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import { client } from '../../api.ts';
import { useImport } from '../../import/import-context.ts';
import { useLoad } from '../../loading/use-load.ts';
import { Loaded } from './loaded.tsx';

export function ImportSection(): ReactNode {
  const { chooseFiles, chooseFolder } = useImport();
  const load = useLoad('formats', () => client.listFormats());
  return (
    <>
      <p>
        Formats are found by content, in any mixture. Files can be dropped anywhere on a page; for large ones,
        and to follow logs that grow: <code>tracewright import --follow PATH</code>.
      </p>
      <p className="settings-actions">
        <Button kind="primary" onClick={chooseFiles}>
          Choose files
        </Button>
        <Button onClick={chooseFolder}>Choose a folder</Button>
      </p>
      <Loaded load={load} what="the formats">
        {(formats) => (
          <>
            <h3>{formats.length} formats</h3>
            <div className="settings-frame" role="region" aria-label="Formats" tabIndex={0}>
              <table className="settings-table settings-formats">
                <thead>
                  <tr>
                    {['Format', 'Versions', 'What is kept', 'What is dropped'].map((name) => (
                      <th key={name} scope="col">
                        {name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {formats.map(({ name, title, versions, kept, dropped }) => (
                    <tr key={name}>
                      <th scope="row" className="trace-text">
                        {title} <code className="muted">{name}</code>
                      </th>
                      <td className="trace-text">{versions}</td>
                      <td className="trace-text">{kept}</td>
                      <td className="trace-text">{dropped}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </Loaded>
      <p className="muted">
        A format that is not known: <code>tracewright import --induce PATH</code> makes an adapter for it.
      </p>
    </>
  );
}
