import { expect, it } from 'vitest';
import { chooseReadings } from './choose-readings.ts';
import { breaksAsYaml, parseDocument } from './containers/raw-document.ts';

it('takes elements for members of objects wherever the first part of a large document breaks off', () => {
  const message = '<message><role>user</role><text>Is it dry?</text></message>';
  const ways = [0, 16, 32, 48].map((index) => {
    const text = `<chat><title>${'x'.repeat(index)}</title>${message.repeat(34_000)}</chat>`;
    return chooseReadings([{ path: 'a.xml', text }])[0]?.rule.tags;
  });
  expect(new Set(ways.map((tags) => tags?.join(' ')))).toEqual(new Set(['{} chat/message']));
});

it('looks for the beginning of a value in each line once, however many there are', () => {
  const start = performance.now();
  chooseReadings([{ path: 'a.log', text: '\r'.repeat(200_000) }]);
  expect(performance.now() - start).toBeLessThan(5_000);
});

it('takes YAML for what it is wherever its first part breaks off, and looks no further at what breaks in its first lines', () => {
  const steps = Array.from(
    { length: 300 },
    (_, n) => `- role: user\n  text: "${'word '.repeat(30)}\n    ${'more '.repeat(30)}"\n  n: ${n}\n`,
  );
  for (const title of ['', 'x'.repeat(90), 'x'.repeat(180), 'x'.repeat(270)]) {
    const text = `title: "${title}"\nsteps:\n${steps.join('')}`;
    expect(breaksAsYaml(text)).toBe(false);
    expect(chooseReadings([{ path: 'a', text }]).map(({ rule }) => rule.container)).toContain('yaml');
  }
  expect(breaksAsYaml(`User: hi\nTool: ls\n${'{\n'.repeat(20_000)}`)).toBe(true);
});

it('reads an object of thousands of keys as YAML in no more than seconds', () => {
  const keys = Array.from({ length: 40_000 }, (_, at) => `key${at}: a`);
  const start = performance.now();
  expect(parseDocument('a', keys.join('\n'), { container: 'yaml' }).problems).toEqual([]);
  expect(performance.now() - start).toBeLessThan(5_000);
});
