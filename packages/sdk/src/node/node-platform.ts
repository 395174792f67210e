import { AsyncLocalStorage } from 'node:async_hooks';
import { createStorageContext, type Scope } from '../context.ts';
import type { Platform } from '../platform.ts';
import { installExitHooks } from './exit-hooks.ts';
import { sendByHttp } from './send-by-http.ts';

export const nodePlatform: Platform = {
  env: process.env,
  send: sendByHttp,
  createContext() {
    const storage = new AsyncLocalStorage<Scope | undefined>();
    return createStorageContext(storage);
  },
  onExit: installExitHooks,
};
