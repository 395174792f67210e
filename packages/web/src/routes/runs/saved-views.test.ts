import { expect, it } from 'vitest';
import { readViews, withView } from './saved-views.ts';

it('keeps views by name, the later address of a name, and no more than a hundred', () => {
  const views = withView([{ name: 'b', address: '/?filter=x' }], { name: 'a', address: '/' });
  expect(views.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(withView(views, { name: 'b', address: '/?group=task' })[1]?.address).toBe('/?group=task');
  let many = views;
  for (let index = 0; index < 150; index += 1) many = withView(many, { name: `view ${index}`, address: '/' });
  expect(many.length).toBe(100);
});

it('reads only addresses of the list, whatever was kept', () => {
  const kept = [
    { name: 'ok', address: '/?sort=-cost' },
    { name: 'elsewhere', address: '//evil.invalid/' },
    { name: 'script', address: 'javascript:alert(1)' },
    { name: 7, address: '/' },
    null,
    'x',
  ];
  expect(readViews(kept)).toEqual([kept[0]]);
  expect(readViews({})).toEqual([]);
});
