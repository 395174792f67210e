import { expect, it } from 'vitest';
import { isProjectName, normaliseProject, projectOfResource } from './project-name.ts';

it.each(['con', 'NUL', 'aux', 'prn', 'com1', 'lpt9'])('%s is a device of Windows, and no project', (name) => {
  expect(isProjectName(name.toLowerCase())).toBe(false);
  expect(() => normaliseProject(name, 'query project')).toThrow(/Windows/);
  expect(projectOfResource({ 'tracewright.project': name })).toBeUndefined();
});

it.each(['console', 'com', 'com10', 'my-con'])('%s is a project', (name) => {
  expect(normaliseProject(name, 'query project')).toBe(name);
});
