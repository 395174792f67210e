/**
 * The projects of a data folder, opened when they are asked for. Each is a file of its own, so that two projects share nothing.
 *
 *     const projects = createProjects({ dbPath, open: async (path) => ({ store: await openStore({ path }), ... }) });
 *     await projects.use('shop', (opened) => opened.service.listRuns({}), { mayCreate: false });
 *
 * A file is open once at most: opening and closing the same project follow each other. At most `maxOpen` are open; the least
 * recently used one that nobody uses makes room. What goes wrong with one project is told to those who ask for it alone.
 */
import { stat } from 'node:fs/promises';
import { isTraceError, TraceError } from '@tracewright/core';
import { createSerialQueue } from '../serial-queue.ts';
import { DEFAULT_PROJECT, isProjectName } from './project-name.ts';
import { fileBytes, listProjectNames, projectPath, removeProjectFiles } from './project-paths.ts';

export interface OpenedProject {
  close(): Promise<void>;
  /** True while it works on something that no `use` waits for: it is not closed then to make room or for being idle. */
  isBusy?(): boolean;
}

export interface ProjectSummary {
  readonly name: string;
  readonly sizeBytes: number;
}

export interface Projects<T extends OpenedProject> {
  /**
   * Works on a project, which stays open until the work is done.
   *
   * @throws TraceError `project-not-found`, `limit-exceeded` (too many projects), `overloaded` (too many in use at once), and
   *   whatever `open` throws
   */
  use<R>(
    project: string,
    work: (opened: T) => R | Promise<R>,
    options?: { readonly mayCreate?: boolean },
  ): Promise<R>;
  list(): Promise<readonly ProjectSummary[]>;
  /** @throws TraceError `request-invalid` when it is there already, and what `use` throws */
  create(project: string): Promise<ProjectSummary>;
  /**
   * Deletes a project with all that lies beside its file. Who asks for it meanwhile waits, and finds it gone.
   *
   * @throws TraceError `project-not-found`, `request-invalid` (the default one), `overloaded` (in use)
   */
  remove(project: string): Promise<ProjectSummary>;
  /** Closes what nobody used for `idleMs`; a timer calls it. */
  closeIdle(): Promise<void>;
  /** Waits until the work under way is done, then closes every project. */
  close(): Promise<void>;
}

export interface ProjectsOptions<T extends OpenedProject> {
  /** The file of the default project; undefined when it lies in memory, and is the only one. */
  readonly dbPath: string | undefined;
  /** Makes the file where there is none. The default project is opened once and stays open. */
  readonly open: (path: string, project: string) => Promise<T>;
  readonly maxOpen?: number;
  readonly maxProjects?: number;
  readonly idleMs?: number;
  readonly now?: () => number;
  /** Told when a project could not be closed. */
  readonly onError?: (error: unknown) => void;
}

/** Each open project holds an engine with a thread of its own. */
const MAX_OPEN = 16;
/** Headers of programs on this machine make projects: so many, lest a mistake fill the disk with them. */
const MAX_PROJECTS = 100;
const IDLE_MS = 5 * 60_000;
/** A project that does not open is not tried again at once. */
const FAILED_MS = 2000;

interface Entry<T> {
  readonly opening: Promise<T>;
  readonly mayCreate: boolean;
  opened?: T;
  users: number;
  usedMs: number;
  closing?: Promise<void>;
}

export function createProjects<T extends OpenedProject>(options: ProjectsOptions<T>): Projects<T> {
  const { dbPath, open, maxOpen = MAX_OPEN, maxProjects = MAX_PROJECTS, idleMs = IDLE_MS } = options;
  const { now = Date.now, onError = () => undefined } = options;
  const entries = new Map<string, Entry<T>>();
  const failures = new Map<string, { readonly error: unknown; readonly timeMs: number }>();
  // New projects are counted one after the other, each with its file in place.
  const enqueueNew = createSerialQueue();
  const working = new Set<Promise<unknown>>();
  let isClosed = false;

  const openOne = async (project: string, mayCreate: boolean): Promise<T> => {
    await makeRoom();
    if (project === DEFAULT_PROJECT) return open(dbPath ?? '', project);
    const path = dbPath === undefined ? undefined : projectPath(dbPath, project);
    if (dbPath === undefined || path === undefined) throw notFound(project);
    if (await isFile(path)) return open(path, project);
    if (!mayCreate) throw notFound(project);
    return enqueueNew(async () => {
      const { length } = await listProjectNames(dbPath);
      if (length >= maxProjects) throw tooMany(project, maxProjects);
      return open(path, project);
    });
  };

  const makeRoom = async (): Promise<void> => {
    while (entries.size > maxOpen) {
      const [oldest] = idleEntries().toSorted(([, a], [, b]) => a.usedMs - b.usedMs);
      if (oldest === undefined) throw allInUse(maxOpen);
      await closeOne(...oldest);
    }
  };

  const idleEntries = (): [string, Entry<T>][] =>
    [...entries].filter(
      ([project, { users, closing, opened }]) =>
        project !== DEFAULT_PROJECT &&
        users === 0 &&
        closing === undefined &&
        opened !== undefined &&
        opened.isBusy?.() !== true,
    );

  const closeOne = (project: string, entry: Entry<T>): Promise<void> => {
    entry.closing ??= entry.opening
      .then((opened) => opened.close())
      .catch(onError)
      .finally(() => entries.delete(project));
    return entry.closing;
  };

  const acquire = async (project: string, mayCreate: boolean): Promise<Entry<T>> => {
    for (;;) {
      if (isClosed) throw stopping();
      const known = entries.get(project);
      if (known === undefined) return startOpening(project, mayCreate);
      if (known.closing !== undefined) await known.closing;
      // Whoever opens it may not make it: that answer is not ours.
      else if (mayCreate && !known.mayCreate && known.opened === undefined)
        await known.opening.catch(() => undefined);
      else {
        known.users += 1;
        return known;
      }
      await Promise.resolve();
    }
  };

  const startOpening = (project: string, mayCreate: boolean): Entry<T> => {
    const failure = failures.get(project);
    if (failure !== undefined && now() - failure.timeMs < FAILED_MS) throw failure.error;
    const { promise, start } = deferred(() => openOne(project, mayCreate));
    const entry: Entry<T> = { opening: promise, mayCreate, users: 1, usedMs: now() };
    entries.set(project, entry);
    promise.then(
      (opened) => {
        entry.opened = opened;
        failures.delete(project);
      },
      (error: unknown) => {
        entries.delete(project);
        if (isOwnFault(error)) failures.set(project, { error, timeMs: now() });
      },
    );
    start();
    return entry;
  };

  const useOne = async <R>(
    project: string,
    work: (opened: T) => R | Promise<R>,
    mayCreate: boolean,
  ): Promise<R> => {
    if (!isProjectName(project)) throw notFound(project);
    const entry = await acquire(project, mayCreate);
    try {
      return await work(await entry.opening);
    } finally {
      entry.users -= 1;
      entry.usedMs = now();
    }
  };

  const summarise = async (path: string, name: string): Promise<ProjectSummary> => ({
    name,
    sizeBytes: await fileBytes(path),
  });

  const removeOne = async (project: string): Promise<ProjectSummary> => {
    if (project === DEFAULT_PROJECT) throw cannotRemoveDefault();
    const path = dbPath === undefined || !isProjectName(project) ? undefined : projectPath(dbPath, project);
    if (path === undefined || !(await isFile(path))) throw notFound(project);
    for (let before = entries.get(project)?.closing; before !== undefined;) {
      await before;
      before = entries.get(project)?.closing;
    }
    const entry = entries.get(project);
    if (entry !== undefined && entry.users > 0) throw inUse(project);
    const gone = Promise.reject<T>(notFound(project));
    gone.catch(() => undefined);
    const removal = (async () => {
      const opened = await entry?.opening.catch(() => undefined);
      await opened?.close();
      const summary = await summarise(path, project);
      await removeProjectFiles(path);
      failures.delete(project);
      return summary;
    })().finally(() => entries.delete(project));
    entries.set(project, {
      ...(entry ?? { opening: gone, mayCreate: false, users: 0, usedMs: now() }),
      closing: removal.then(
        () => undefined,
        () => undefined,
      ),
    });
    return removal;
  };

  /** The server waits for it before it closes. */
  const track = <R>(result: Promise<R>): Promise<R> => {
    working.add(result);
    const forget = (): void => void working.delete(result);
    result.then(forget, forget);
    return result;
  };

  const closeIdle = async (): Promise<void> => {
    const idle = idleEntries().filter(([, { usedMs }]) => now() - usedMs >= idleMs);
    await Promise.all(idle.map(([project, entry]) => closeOne(project, entry)));
  };
  const timer = setInterval(() => void closeIdle(), idleMs / 2);
  timer.unref();

  return {
    use: (project, work, { mayCreate = false } = {}) => track(useOne(project, work, mayCreate)),
    async create(project) {
      if (dbPath === undefined) throw inMemory();
      const path = projectPath(dbPath, project);
      if (project === DEFAULT_PROJECT || (await isFile(path))) throw thereAlready(project);
      await track(useOne(project, () => undefined, true));
      return summarise(path, project);
    },
    remove: (project) => track(removeOne(project)),
    async list() {
      if (dbPath === undefined) return [{ name: DEFAULT_PROJECT, sizeBytes: 0 }];
      const names = await listProjectNames(dbPath);
      return Promise.all(names.map((name) => summarise(projectPath(dbPath, name), name)));
    },
    closeIdle,
    async close() {
      isClosed = true;
      clearInterval(timer);
      await Promise.allSettled([...working]);
      await Promise.all([...entries].map(([project, entry]) => closeOne(project, entry)));
    },
  };
}

/** A promise whose work starts when told: what waits for it must be known first. */
function deferred<T>(work: () => Promise<T>): { promise: Promise<T>; start: () => void } {
  let start: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  return { promise: started.then(work), start };
}

/** Failures of the project itself, as opposed to answers to whoever asked. */
function isOwnFault(error: unknown): boolean {
  if (!isTraceError(error)) return true;
  return !['project-not-found', 'limit-exceeded', 'overloaded'].includes(error.code);
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function notFound(project: string): TraceError {
  return new TraceError('project-not-found', {
    message: `there is no project "${project.slice(0, 64)}"`,
    fix: 'list the projects with GET /api/projects; the first spans sent to one make it',
  });
}

function tooMany(project: string, max: number): TraceError {
  return new TraceError('limit-exceeded', {
    message: `the project "${project}" is not made: there are ${max} already`,
    fix: 'delete projects that nobody needs, in the settings',
  });
}

function thereAlready(project: string): TraceError {
  return new TraceError('request-invalid', {
    where: 'name',
    message: `there is a project "${project}" already`,
    fix: 'choose another name',
  });
}

function inMemory(): TraceError {
  return new TraceError('request-invalid', {
    message: 'a store in memory is the only project',
    fix: 'serve a store in a file: tracewright serve --db PATH',
  });
}

function cannotRemoveDefault(): TraceError {
  return new TraceError('request-invalid', {
    message: 'the default project is the file that is served, and stays',
    fix: "delete its runs: tracewright delete --where 'steps >= 0'",
  });
}

function inUse(project: string): TraceError {
  return new TraceError('overloaded', {
    message: `the project "${project}" is in use`,
    fix: 'try again when what was asked of it is answered',
    retryAfterSeconds: 5,
  });
}

function allInUse(max: number): TraceError {
  return new TraceError('overloaded', {
    message: `all ${max} projects that may be open at once are in use`,
    fix: 'try again in 1 s',
    retryAfterSeconds: 1,
  });
}

function stopping(): TraceError {
  return new TraceError('store-failed', { message: 'the server is stopping', fix: 'try again when it runs' });
}
