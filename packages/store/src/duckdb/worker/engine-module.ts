/**
 * The engine's own module, loaded as the CommonJS that it is. An import would read its hundred files twice and lex each
 * for its names: a fourth of a second of the thread's start, thus of every command's.
 */
import { createRequire } from 'node:module';
import type * as Duckdb from '@duckdb/node-api';

export const duckdb: typeof Duckdb = createRequire(import.meta.url)('@duckdb/node-api');
