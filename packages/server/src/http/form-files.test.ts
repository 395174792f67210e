import { expect, it } from 'vitest';
import { readImportForm } from './form-files.ts';

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
