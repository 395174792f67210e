import { type ReactNode, useEffect, useState } from 'react';
import { client } from '../api.ts';
import { Select } from '../design/select.tsx';
import { useAfterPaint } from '../loading/use-after-paint.ts';
import { chooseProject, CURRENT_PROJECT } from './current-project.ts';

/** Shown once there is more than one project. */
export function ProjectPicker(): ReactNode {
  const [names, setNames] = useState<readonly string[]>([]);
  const isAfterPaint = useAfterPaint();
  useEffect(() => {
    if (!isAfterPaint) return;
    client.listProjects().then(
      (projects) => setNames(projects.map(({ name }) => name)),
      // The page itself says what is wrong with the server.
      () => setNames([]),
    );
  }, [isAfterPaint]);
  const current = CURRENT_PROJECT ?? 'default';
  if (names.length < 2 && (names.length === 0 || names[0] === current)) return null;
  const choices = names.includes(current) ? names : [current, ...names];
  return <Select label="Project" value={current} choices={choices} onChoose={chooseProject} />;
}
