import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ mode }) => ({
  plugins: [react()],
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
