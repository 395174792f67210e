import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Writes early.js into the page: as a file of its own it would be a request before all others. The server allows it by its hash. */
const inlineEarlyScript: Plugin = {
  name: 'inline-early-script',
  transformIndexHtml: {
    order: 'pre',
    handler: async (html) => {
      const script = await readFile(join(import.meta.dirname, 'early.js'), 'utf8');
      return html.replace(' src="/early.js">', () => `>\n${script}`);
    },
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [react(), inlineEarlyScript],
  resolve: {
    conditions: [
      '@tracewright/source',
      'module',
      'browser',
      mode === 'production' ? 'production' : 'development',
    ],
  },
  build: {
    target: 'es2023',
    sourcemap: true,
    // What every page needs is one file: each of the small ones it would be split into is a request before anything is shown.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
}));
