import { expect, it } from 'vitest';
import { readViews, withView } from './saved-views.ts';

it('keeps the later address of a name, and the hundred views that were saved last', () => {
  const views = withView([{ name: 'b', address: '/?filter=x' }], { name: 'a', address: '/' });
  expect(views.map(({ name }) => name)).toEqual(['b', 'a']);
  const again = withView(views, { name: 'b', address: '/?group=task' });
  expect(again).toEqual([
    { name: 'a', address: '/' },
    { name: 'b', address: '/?group=task' },
  ]);
  let many = views;
  // The later, the earlier in the alphabet.
  for (let index = 999; index > 849; index -= 1)
    many = withView(many, { name: `view ${index}`, address: '/' });
  expect(many.length).toBe(100);
  expect([many[0]?.name, many.at(-1)?.name]).toEqual(['view 949', 'view 850']);
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
