import { type ReactNode, useEffect, useState } from 'react';
import type { MaskTextResponse } from '@tracewright/core';
import { TextArea } from '../../design/text-field.tsx';
import { client, type Failure, toFailure } from '../../api.ts';
import { FailureNotice } from '../../loading/states.tsx';
import { useLoad } from '../../loading/use-load.ts';
import { Loaded } from './loaded.tsx';

/** Whoever types on is not asked about at each key. */
const PAUSE_MS = 250;

export function RedactionSection(): ReactNode {
  const load = useLoad('masking', () => client.getMasking());
  return (
    <Loaded load={load} what="the rules">
      {({ isOn, patterns, fields, allowed }) => (
        <>
          <p>
            {isOn
              ? 'Secrets are taken out of whatever comes in, before it is stored; the original is not kept.'
              : 'Masking is off: the server was started with --no-masking. Secrets are kept as they come.'}
          </p>
          {isOn && <TryText />}
          {fields.length > 0 && (
            <>
              <h3>Rules for fields, the first that fits counts</h3>
              <table className="settings-table">
                <thead>
                  <tr>
                    <th scope="col">Field</th>
                    <th scope="col">What becomes of it</th>
                  </tr>
                </thead>
                <tbody>
                  {fields.map(({ field, action }) => (
                    <tr key={field}>
                      <th scope="row" className="mono trace-text">
                        {field}
                      </th>
                      <td>{action}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )}
          {patterns.length > 0 && (
            <>
              <h3>Kinds of secrets that are looked for</h3>
              <ul className="settings-kinds">
                {patterns.map((name) => (
                  <li key={name} className="mono trace-text">
                    {name}
                  </li>
                ))}
              </ul>
            </>
          )}
          {allowed > 0 && <p>{allowed} texts are never masked, as the policy says.</p>}
          <p className="muted">
            Rules of your own: <code>tracewright serve --masking-policy FILE</code>.
          </p>
        </>
      )}
    </Loaded>
  );
}

function TryText(): ReactNode {
  const [text, setText] = useState('');
  const [masked, setMasked] = useState<MaskTextResponse>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    if (text === '') return undefined;
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.maskText(text).then(
        (answer) => {
          if (!isCurrent) return;
          setMasked(answer);
          setFailure(undefined);
        },
        (error: unknown) => isCurrent && setFailure(toFailure(error)),
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text]);
  return (
    <div className="settings-try">
      <TextArea
        label="Try a text; it is kept nowhere"
        className="mono"
        rows={4}
        maxLength={100_000}
        value={text}
        placeholder="OPENAI_API_KEY=…"
        spellCheck={false}
        onChange={setText}
      />
      {failure !== undefined && <FailureNotice failure={failure} />}
      {text !== '' && masked !== undefined && (
        <div role="status">
          <pre className="settings-masked trace-text">{masked.text}</pre>
          <p className="muted">
            {masked.masks.length === 0
              ? 'Nothing in it is taken for a secret.'
              : masked.masks.map(({ kind, count }) => `${kind}: ${count}`).join(', ')}
          </p>
        </div>
      )}
    </div>
  );
}
