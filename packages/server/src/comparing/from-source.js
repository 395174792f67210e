// Starts the thread from TypeScript source, in tests and under `tsx`: a loader given with --import
// registers itself on main threads only. The built package starts `thread.js` directly.
import { register } from 'tsx/esm/api';

register();
await import('./thread.ts');
