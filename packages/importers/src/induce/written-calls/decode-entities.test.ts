import { expect, it } from 'vitest';
import { decodeEntities } from './decode-entities.ts';

it('decodes signs that are named and numbered, once', () => {
  expect(decodeEntities('&lt;a&gt; &amp;lt; &#39;b&#x27; &quot;')).toBe(`<a> &lt; 'b' "`);
  expect(decodeEntities('&nothing; &#9999999; a & b')).toBe('&nothing; &#9999999; a & b');
});
