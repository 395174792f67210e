import { expect, it } from 'vitest';
import { takePictures, toMediaPart } from './pictures.ts';

const described = { type: 'media', modality: 'image', mimeType: 'image/png', sizeBytes: 3 };
const picture = { ...described, uri: 'data:image/png;base64,AAAA' };

it('takes the pictures of a result out of it, whoever shapes them', () => {
  for (const block of [
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
    { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
    { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
    { type: 'image', data: 'AAAA', mimeType: 'image/png' },
    { type: 'media', data: 'AAAA', mediaType: 'image/png' },
    { type: 'image-data', data: 'AAAA', mediaType: 'image/png' },
    { type: 'file-data', data: 'AAAA', mediaType: 'image/png' },
  ])
    expect(takePictures(['seen', block])).toEqual({ content: ['seen', described], pictures: [picture] });
  const block = { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAA' };
  expect(takePictures({ isError: false, content: [block] })).toEqual({
    content: { isError: false, content: [described] },
    pictures: [picture],
  });
  expect(takePictures('a text')).toEqual({ content: 'a text', pictures: [] });
});

it('keeps where a picture lies, and of one too large or of another kind what describes it', () => {
  const facts = { modality: 'image', mimeType: undefined, data: undefined };
  expect(toMediaPart({ ...facts, uri: 'https://a.example/b.png' })).toEqual({
    type: 'media',
    modality: 'image',
    uri: 'https://a.example/b.png',
  });
  const large = toMediaPart({ ...facts, uri: `data:image/png;base64,${'A'.repeat(2_000_004)}` });
  expect(large).toEqual({ ...described, sizeBytes: 1_500_003 });
  const drawing = toMediaPart({ ...facts, uri: 'data:image/svg+xml;base64,AAAA' });
  expect(drawing).toEqual({ ...described, mimeType: 'image/svg+xml' });
});
