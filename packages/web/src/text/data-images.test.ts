import { expect, it } from 'vitest';
import { findDataImages } from './data-images.ts';

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

it('finds pictures inside a text, and says which may be cut', () => {
  const url = `data:image/png;base64,${PNG}`;
  expect(findDataImages(`before ${url} after data:image/jpeg;base64,${'A'.repeat(40)}`, 8)).toEqual([
    { url, mimeType: 'image/png', sizeBytes: 70, start: 7, isAtEnd: false },
    expect.objectContaining({ mimeType: 'image/jpeg', sizeBytes: 30, isAtEnd: true }),
  ]);
});

it('takes no address on the network, no SVG, no other data, and no more than it is asked for', () => {
  const other = [
    'https://example.org/data:image/x.png',
    `data:image/svg+xml;base64,${'A'.repeat(40)}`,
    `data:text/html;base64,${'A'.repeat(40)}`,
    'data:image/png,raw data:image/png;base64,short',
  ];
  expect(findDataImages(other.join(' '), 8)).toEqual([]);
  expect(findDataImages(`data:image/png;base64,${PNG} `.repeat(9), 3)).toHaveLength(3);
});
