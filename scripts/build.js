/** `npm run build`: everything that the built command needs. */
import { buildPackages, buildWeb } from './prepare.js';

process.exitCode = buildPackages() && buildWeb() ? 0 : 1;
