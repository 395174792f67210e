import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { TraceError } from '@tracewright/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectOfPath, projectPath } from './project-paths.ts';
import { createProjects, type Projects, type ProjectsOptions } from './projects.ts';

let folder: string;
let dbPath: string;
let nowMs: number;
/** Paths that are open now: opening one twice is what must not happen. */
let open: Set<string>;
let log: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracewright-projects-'));
  dbPath = join(folder, 'traces.duckdb');
  nowMs = 0;
  open = new Set();
  log = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Fake {
  readonly path: string;
  isBusy: () => boolean;
  close(): Promise<void>;
}

/** A file that is written when it is opened, and refuses to be opened twice. */
async function openFile(path: string): Promise<Fake> {
  if (open.has(path)) throw new Error(`${path} is open already`);
  open.add(path);
  log.push(`open ${path.slice(folder.length + 1)}`);
  await nextTurn();
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, 'data', { flag: 'a' });
  return {
    path,
    isBusy: () => false,
    async close() {
      await nextTurn();
      open.delete(path);
      log.push(`close ${path.slice(folder.length + 1)}`);
    },
  };
}

function projectsOf(options: Partial<ProjectsOptions<Fake>> = {}): Projects<Fake> {
  return createProjects({ dbPath, open: openFile, now: () => nowMs, ...options });
}

const pathOf = async (projects: Projects<Fake>, name: string): Promise<string> =>
  projects.use(name, ({ path }) => path, { mayCreate: true });

describe('projects', () => {
  it('lie beside the default one, and say which one they are', async () => {
    const projects = projectsOf();
    expect(await pathOf(projects, 'default')).toBe(dbPath);
    expect(await pathOf(projects, 'shop')).toBe(join(folder, 'projects', 'shop.duckdb'));
    expect(projectOfPath(projectPath(dbPath, 'shop'))).toEqual({ dataFolder: folder, project: 'shop' });
    expect(projectOfPath(dbPath)).toBeUndefined();
    expect(await projects.list()).toEqual([
      { name: 'default', sizeBytes: 4 },
      { name: 'shop', sizeBytes: 4 },
    ]);
    await projects.close();
    expect(open.size).toBe(0);
  });

  it('are made only by those who may, and only under a name that is one', async () => {
    const projects = projectsOf();
    await expect(projects.use('shop', () => 1)).rejects.toMatchObject({ code: 'project-not-found' });
    for (const name of ['../x', 'A', '', 'a/b', 'x'.repeat(65)])
      await expect(pathOf(projects, name)).rejects.toMatchObject({ code: 'project-not-found' });
    expect(log).toEqual([]);
    await pathOf(projects, 'shop');
    expect(await projects.use('shop', () => 1)).toBe(1);
    await projects.close();
  });

  it('are made for one who may while another asks who may not', async () => {
    const projects = projectsOf();
    const asked = await Promise.allSettled([
      projects.use('shop', () => 1),
      pathOf(projects, 'shop'),
      projects.use('shop', () => 1),
    ]);
    expect(asked[1].status).toBe('fulfilled');
    await projects.close();
  });

  it('are open once each, however many ask at once', async () => {
    const projects = projectsOf();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => pathOf(projects, index % 2 === 0 ? 'a' : 'b')),
    );
    expect(log).toHaveLength(2);
    await projects.close();
  });

  it('make room for each other: the least recently used one that nobody uses', async () => {
    const projects = projectsOf({ maxOpen: 3 });
    await pathOf(projects, 'default');
    for (const name of ['a', 'b', 'a', 'c']) {
      nowMs += 1;
      await pathOf(projects, name);
    }
    expect(log.at(-2)).toBe('close projects/b.duckdb');
    const gate = createGate();
    const held = ['a', 'c'].map((name) => projects.use(name, () => gate.passed));
    await expect(pathOf(projects, 'b')).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 1 });
    gate.open();
    await Promise.all(held);
    expect(await pathOf(projects, 'b')).toContain('b.duckdb');
    expect(open.has(dbPath)).toBe(true);
    await projects.close();
  });

  it('are closed when idle, not while used or busy, and opened again', async () => {
    const projects = projectsOf({ idleMs: 1000 });
    let isBusy = true;
    await pathOf(projects, 'default');
    await pathOf(projects, 'a');
    await projects.use('b', (opened) => void (opened.isBusy = () => isBusy), { mayCreate: true });
    nowMs = 999;
    await projects.closeIdle();
    expect(open.size).toBe(3);
    nowMs = 1000;
    const closing = projects.closeIdle();
    // Asked while it closes: waits, and opens it anew.
    expect(await pathOf(projects, 'a')).toContain('a.duckdb');
    await closing;
    expect(log.slice(-2)).toEqual(['close projects/a.duckdb', 'open projects/a.duckdb']);
    isBusy = false;
    await projects.closeIdle();
    expect([...open].toSorted()).toEqual([join(folder, 'projects', 'a.duckdb'), dbPath]);
    await projects.close();
  });

  it('fail alone, and are tried again a little later', async () => {
    let tries = 0;
    const failing = async (path: string): Promise<Fake> => {
      if (!path.includes('bad')) return openFile(path);
      tries += 1;
      throw new TraceError('store-corrupt', { where: path, message: 'damaged' });
    };
    const projects = projectsOf({ open: failing });
    await expect(pathOf(projects, 'bad')).rejects.toMatchObject({ code: 'store-corrupt' });
    await expect(pathOf(projects, 'bad')).rejects.toMatchObject({ code: 'store-corrupt' });
    expect(tries).toBe(1);
    expect(await pathOf(projects, 'good')).toContain('good');
    nowMs += 2000;
    await expect(pathOf(projects, 'bad')).rejects.toMatchObject({ code: 'store-corrupt' });
    expect(tries).toBe(2);
    await projects.close();
  });

  it('are limited in number, however many are made at once', async () => {
    const projects = projectsOf({ maxProjects: 4 });
    const made = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => pathOf(projects, `p${index}`)),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const refused = made.filter((result) => result.status === 'rejected');
    expect(new Set(refused.map(({ reason }) => (reason as TraceError).code))).toEqual(
      new Set(['limit-exceeded']),
    );
    await projects.close();
    const again = projectsOf({ maxProjects: 1 });
    await expect(pathOf(again, 'one-more')).rejects.toMatchObject({ code: 'limit-exceeded' });
    await again.close();
  });

  it('are made once by name, and deleted with all that lies beside them and nothing else', async () => {
    const projects = projectsOf();
    expect(await projects.create('shop')).toEqual({ name: 'shop', sizeBytes: 4 });
    await expect(projects.create('shop')).rejects.toMatchObject({ code: 'request-invalid' });
    await expect(projects.create('default')).rejects.toMatchObject({ code: 'request-invalid' });
    await projects.create('shop-2');
    const beside = join(folder, 'projects');
    await mkdir(join(beside, 'shop.memory'));
    await writeFile(join(beside, 'shop.memory', 'a.md'), 'x');
    await writeFile(join(beside, 'shop.duckdb.wal'), 'x');

    await expect(projects.remove('nowhere')).rejects.toMatchObject({ code: 'project-not-found' });
    await expect(projects.remove('../shop')).rejects.toMatchObject({ code: 'project-not-found' });
    await expect(projects.remove('default')).rejects.toMatchObject({ code: 'request-invalid' });
    const gate = createGate();
    const work = projects.use('shop', () => gate.passed);
    await nextTurn();
    await expect(projects.remove('shop')).rejects.toMatchObject({ code: 'overloaded' });
    gate.open();
    await work;
    // Whoever asks meanwhile finds it gone; whoever may make it makes a new one.
    const removal = projects.remove('shop');
    while (open.size > 1) await nextTurn();
    const late = projects.use('shop', () => 1);
    await expect(late).rejects.toMatchObject({ code: 'project-not-found' });
    expect(await removal).toEqual({ name: 'shop', sizeBytes: 5 });
    expect(await readdir(beside)).toEqual(['shop-2.duckdb']);
    expect((await projects.list()).map(({ name }) => name)).toEqual(['default', 'shop-2']);
    await pathOf(projects, 'shop');
    await projects.close();
    const closed = projectsOf();
    await closed.remove('shop-2');
    expect(await readdir(beside)).toEqual(['shop.duckdb']);
    await closed.close();
  });

  it('end when the work under way is done, and take no more', async () => {
    const projects = projectsOf();
    const gate = createGate();
    const work = projects.use('a', () => gate.passed, { mayCreate: true });
    const closed = projects.close();
    await expect(pathOf(projects, 'b')).rejects.toMatchObject({ code: 'store-failed' });
    while (log.length === 0) await nextTurn();
    expect(open.size).toBe(1);
    gate.open();
    await closed;
    await work;
    expect(open.size).toBe(0);
  });
});

it('a store in memory is the only project', async () => {
  const projects = createProjects({ dbPath: undefined, open: openMemory });
  expect(await projects.use('default', () => 1)).toBe(1);
  await expect(projects.use('shop', () => 1, { mayCreate: true })).rejects.toMatchObject({
    code: 'project-not-found',
  });
  expect(await projects.list()).toEqual([{ name: 'default', sizeBytes: 0 }]);
  await projects.close();
});

async function openMemory(): Promise<{ close(): Promise<void> }> {
  return { close: async () => undefined };
}

function createGate(): { passed: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}
