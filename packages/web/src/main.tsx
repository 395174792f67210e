import './design/tokens.css';
import './design/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { prepareFirstRun } from './routes/run/windows/first-run.ts';

/** What comes within it is shown at once, rather than an empty page before. */
const PATIENCE_MS = 150;

const root = document.getElementById('root');
if (root === null) throw new Error('unreachable: index.html has #root');
const shown = createRoot(root);
await prepareFirstRun(window.location, PATIENCE_MS);
shown.render(
  <StrictMode>
    <App />
  </StrictMode>,
);
