import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanFileName, readImportForm } from './form-files.ts';

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

it('keeps two files of one name apart', async () => {
  const form = new FormData();
  form.append('file', new File(['one'], 'a.json'));
  form.append('file', new File(['two'], 'a.json'));
  const { files, induce } = await readImportForm(toRequest(form));
  expect(files.map(({ path }) => path)).toEqual(['a.json', 'a.json~2']);
  expect(induce).toBe(false);
});

it('reads whether adapters are induced', async () => {
  const form = new FormData();
  form.append('file', new File(['one'], 'a.log'));
  form.append('induce', 'true');
  expect((await readImportForm(toRequest(form))).induce).toBe(true);
  form.set('induce', 'yes');
  await expect(readImportForm(toRequest(form))).rejects.toMatchObject({ where: 'body, induce' });
});

it('refuses what is no form, and a form without a file', async () => {
  const text = new Request('http://localhost/', { method: 'POST', body: 'plain' });
  await expect(readImportForm(text)).rejects.toMatchObject({ code: 'request-invalid' });
  const form = new FormData();
  form.append('note', 'text');
  await expect(readImportForm(toRequest(form))).rejects.toMatchObject({ code: 'request-invalid' });
});

function toRequest(body: FormData): Request {
  return new Request('http://localhost/', { method: 'POST', body });
}
