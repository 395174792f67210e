import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanFileName, nameUploads } from './upload-names.ts';

describe('cleanFileName', () => {
  it.each([
    ['runs/a.json', 'runs/a.json'],
    ['../../etc/passwd', 'etc/passwd'],
    ['/etc/passwd', 'etc/passwd'],
    ['C:\\Users\\me\\a.json', 'Users/me/a.json'],
    ['a/./b//../c.json', 'a/b/c.json'],
    ['a\u0000\u001B[2J.json', 'a__[2J.json'],
    ['archive.zip!../x', 'archive.zip_../x'],
    ['..', 'unnamed'],
    ['', 'unnamed'],
  ])('%j is %j', (name, clean) => {
    expect(cleanFileName(name)).toBe(clean);
  });

  it('never leads outside, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('..', '/', '\\', '.', 'C:')), { minLength: 1 }),
        (pieces) => {
          const parts = cleanFileName(pieces.join('')).split('/');
          expect(parts.length).toBeGreaterThan(0);
          expect(parts.filter((part) => part === '' || part === '..' || part === '.')).toEqual([]);
        },
      ),
    );
  });
});

it('gives each file a name of its own', () => {
  expect(nameUploads(['a.json', 'b.json', './a.json', 'a!json', 'a.json', 'a.json~2'])).toEqual([
    'a.json',
    'b.json',
    'a.json~2',
    'a_json',
    'a.json~3',
    'a.json~2~2',
  ]);
});
