/**
 * Foreign formats, each a file and the steps that a reader finds in it. `tuned` and `tuned-2` were looked at while the inducer was
 * written; the `held-out` ones were after their first readings, which are in docs/induction-measured.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSteps } from '@tracewright/analysis';
import type { JsonValue, Problem, Span } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import {
  createContentReader,
  type ImportAdapter,
  importUnit,
  improveAdapter,
  induceAdapter,
  induceUnknown,
  memoryFile,
  planImport,
  readAdapter,
  toImportFormat,
  withAdapters,
} from '@tracewright/importers';

const FIXTURES = join(import.meta.dirname, '..', 'packages', 'importers', 'fixtures', 'induce');
const NOW = '2026-01-01T00:00:00Z';

interface ExpectedStep {
  readonly role: string;
  readonly tool?: string;
  readonly arguments?: JsonValue;
  readonly result?: JsonValue;
}

const casesOf = (part: string): { part: string; name: string; path: string }[] =>
  readdirSync(join(FIXTURES, part))
    .filter((name) => !name.endsWith('.steps.json'))
    .map((name) => ({ part, name, path: join(FIXTURES, part, name) }));
/** Read in part only: see docs/induction-measured.md. */
const IN_PART = new Set(['held-out-2/calls.txt', 'held-out-2/nodes.json', 'held-out-4/desk.txt']);
const all = ['tuned', 'held-out', 'tuned-2', 'held-out-2', 'held-out-3', 'held-out-4'].flatMap(casesOf);
const cases = all.filter(({ part, name }) => !IN_PART.has(`${part}/${name}`));

const read = (path: string): string => readFileSync(path, 'utf8');

async function importWith(
  adapter: ImportAdapter,
  path: string,
  text: string,
): Promise<{ spans: Span[]; problems: Problem[]; formats: string[] }> {
  const open = createContentReader();
  const formats = withAdapters([toImportFormat(adapter)]);
  const plan = await planImport([memoryFile(path, text)], open, {
    formats: path.includes('chat-') ? [toImportFormat(adapter)] : formats,
  });
  const spans: Span[] = [];
  const problems: Problem[] = plan.problems.flatMap((item) =>
    item.kind === 'problem' ? [item.problem] : [],
  );
  for (const unit of plan.units) {
    for await (const item of importUnit(unit, open)) {
      if (item.kind === 'spans') spans.push(...item.spans);
      if (item.kind === 'problem') problems.push(item.problem);
    }
  }
  return { spans, problems, formats: plan.units.map(({ format }) => format.name) };
}

function stepsOf(spans: readonly Span[]): ExpectedStep[] {
  const runs = [...new Set(spans.map(({ runId }) => runId))];
  return runs.flatMap((runId) =>
    buildSteps(spans.filter((span) => span.runId === runId)).map(({ role, action, observation }) => ({
      role,
      ...(action.tool === undefined
        ? {}
        : {
            tool: action.tool,
            arguments: action.arguments ?? {},
            ...(observation === undefined ? {} : { result: asValue(observation.text) }),
          }),
    })),
  );
}

function asValue(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text.trim();
  }
}

describe('foreign formats', () => {
  it.each(cases)('$part/$name', async ({ name, path }) => {
    const { adapter } = induceAdapter([{ path: name, text: read(path) }], 'foreign', NOW);
    const expected = (JSON.parse(read(`${path}.steps.json`)) as ExpectedStep[]).map((step) =>
      typeof step.result === 'string' ? { ...step, result: asValue(step.result) } : step,
    );
    const forced = toImportFormat(readAdapter(JSON.parse(JSON.stringify(adapter)), 'adapter'), true);
    const open = createContentReader();
    const spans: Span[] = [];
    for await (const item of importUnit(
      { format: forced, file: memoryFile(name, read(path)), parts: [] },
      open,
    ))
      if (item.kind === 'spans') spans.push(...item.spans);
    expect(stepsOf(spans)).toEqual(expected);
  });

  it.each(casesOf('held-out-2'))(
    '$part/$name is read by an adapter that is valid, or refused',
    ({ name, path }) => {
      const { adapter } = induceAdapter([{ path: name, text: read(path) }], 'foreign', NOW);
      expect(readAdapter(JSON.parse(JSON.stringify(adapter)), 'a')).toEqual(adapter);
    },
  );

  it('induces the same adapter again from the same text', () => {
    const sample = [{ path: 'a', text: read(join(FIXTURES, 'tuned', 'event-sourced.jsonl')) }];
    expect(induceAdapter(sample, 'a', NOW).adapter).toEqual(induceAdapter(sample, 'a', NOW).adapter);
  });

  it('gives each kind of file an adapter of its own, which then takes it', async () => {
    const files = ['event-sourced.jsonl', 'steps.yaml', 'react.txt'].map((name) =>
      memoryFile(name, read(join(FIXTURES, 'tuned', name))),
    );
    const open = createContentReader();
    const { induced, failures } = await induceUnknown(files, { open, names: [], now: NOW });
    expect(induced.map(({ adapter, paths }) => [adapter.name, paths])).toEqual([
      ['event-sourced', ['event-sourced.jsonl']],
      ['steps', ['steps.yaml']],
      ['react', ['react.txt']],
    ]);
    expect([...failures]).toEqual([]);
    const plan = await planImport(files, open, {
      formats: withAdapters(induced.map(({ format }) => format)),
    });
    expect(plan.units.map(({ format }) => format.name)).toEqual(['event-sourced', 'steps', 'react']);
  });

  it('gives files of one kind that are written in two ways two adapters, and each file the one that fits it', async () => {
    const asMessages = (city: string): string =>
      JSON.stringify({
        conversation: [
          { role: 'user', content: `Is it raining in ${city}?` },
          { role: 'assistant', tool_calls: [{ id: 'c1', name: 'weather', arguments: { city } }] },
          { role: 'tool', tool_call_id: 'c1', content: 'It pours.' },
          { role: 'assistant', content: `It rains in ${city}.` },
        ],
      });
    const asSteps = (city: string): string =>
      JSON.stringify({
        question: `Is it raining in ${city}?`,
        steps: [{ thought: 'I look.', tool: 'weather', tool_input: { city }, observation: 'It pours.' }],
      });
    const files = ['Ulm', 'Bonn', 'Kiel'].flatMap((city) => [
      memoryFile(`a/${city}.json`, asMessages(city)),
      memoryFile(`b/${city}.json`, asSteps(city)),
    ]);
    const open = createContentReader();
    const { induced } = await induceUnknown(files, { open, names: [], now: NOW });
    const paths = ['a', 'b'].map((folder) => ['Ulm', 'Bonn', 'Kiel'].map((city) => `${folder}/${city}.json`));
    expect(new Set(induced.map((one) => one.paths.join()))).toEqual(new Set(paths.map(String)));
    expect(new Set(induced.map(({ adapter }) => adapter.name)).size).toBe(2);
    const plan = await planImport(files, open, { formats: induced.map(({ format }) => format) });
    for (const { file, format } of plan.units)
      expect(induced.find(({ paths: own }) => own.includes(file.path))?.format).toBe(format);
  });

  it('gives up after some files of a kind that nothing is found in, with a reason for each', async () => {
    const files = Array.from({ length: 30 }, (_, index) => memoryFile(`${index}.txt`, `nothing ${index}\n`));
    const known = memoryFile('react.txt.log', read(join(FIXTURES, 'tuned', 'react.txt')));
    const open = createContentReader();
    const { induced, failures } = await induceUnknown([...files, known], { open, names: [], now: NOW });
    expect(induced.flatMap(({ paths }) => paths)).toEqual(['react.txt.log']);
    expect([...failures.keys()]).toEqual(files.map(({ path }) => path));
    expect(failures.get('29.txt')).toMatch(/^like others of its kind: .*4\.txt/);
  });

  it('takes the commands that an agent was given for tools, and those of a shell for bash', async () => {
    const steps = ['find_file a.py src', 'open src/a.py', 'python src/a.py', 'find_file b.py', 'submit'].map(
      (command, index) => ({ reasoning: `Now step ${index}.`, command, output: `seen ${index}` }),
    );
    const text = JSON.stringify({ moves: steps });
    const { adapter } = induceAdapter([{ path: 'a.json', text }], 'a', NOW);
    const { spans } = await importWith(adapter, 'a.json', text);
    expect(stepsOf(spans).map(({ tool, arguments: given }) => [tool, given])).toEqual([
      ['find_file', 'find_file a.py src'],
      ['open', 'open src/a.py'],
      ['bash', { command: 'python src/a.py' }],
      ['find_file', 'find_file b.py'],
      ['submit', 'submit'],
    ]);
  });

  it('reads calls in texts of requests that are recorded with their answers', async () => {
    const asked = { role: 'user', content: 'Is it raining in Ulm?' };
    const called = {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Ulm"}' } },
      ],
    };
    const brought = { role: 'tool', tool_call_id: 'c1', content: 'It pours.' };
    const said = { role: 'assistant', content: 'It rains in Ulm.' };
    const exchange = (messages: readonly object[], message: object): string =>
      [
        '- request:',
        `    body: ${JSON.stringify(JSON.stringify({ messages }))}`,
        '  response:',
        '    body:',
        `      string: ${JSON.stringify(JSON.stringify({ choices: [{ index: 0, message }] }))}`,
        '',
      ].join('\n');
    const text = `interactions:\n${exchange([asked], called)}${exchange([asked, called, brought], said)}`;
    const { adapter } = induceAdapter([{ path: 'a.yaml', text }], 'a', NOW);
    const { spans } = await importWith(adapter, 'a.yaml', text);
    expect(stepsOf(spans)).toEqual([
      { role: 'user' },
      { role: 'agent', tool: 'weather', arguments: { city: 'Ulm' }, result: 'It pours.' },
      { role: 'agent' },
    ]);
  });

  it('takes JSON values one after another for whole, and tells where such a file breaks off', async () => {
    const turns = ['hi', 'hello', 'bye'].map((said, index) => ({
      who: index === 1 ? 'assistant' : 'user',
      said,
    }));
    const text = turns.map((turn) => JSON.stringify(turn, undefined, 2)).join('\n');
    const { adapter } = induceAdapter([{ path: 'a.log', text }], 'a', NOW);
    expect(adapter.body.container).toBe('json-values');
    const whole = await importWith(adapter, 'a.log', text);
    expect(whole.problems).toEqual([]);
    expect(buildSteps(whole.spans)).toHaveLength(3);
    const broken = await importWith(adapter, 'a.log', text.slice(0, -2));
    expect(broken.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('the last JSON value breaks off'),
    ]);
  });

  it('says of prose and tables that they hold no turns', () => {
    for (const text of [
      'Once upon a time there was a tree.\nIt stood alone.\n',
      'a,b\n1,2\n3,4\n',
      '{"x": 1}',
      '[1, 2, 3]',
    ])
      expect(() => induceAdapter([{ path: 'a', text }], 'a', NOW)).toThrow('no list of turns');
  });
});

describe('drift', () => {
  const path = join(FIXTURES, 'tuned', 'event-sourced.jsonl');
  it('tells members that are new and fields that are gone, and keeps records of a new kind', async () => {
    const { adapter } = induceAdapter([{ path: 'events.jsonl', text: read(path) }], 'events', NOW);
    const changed = `${read(path).replaceAll('"invocationId"', '"iid"').replaceAll('"seq"', '"number"')}{"number":13,"kind":"Blink","at":1}\n`;
    const { spans, problems, formats } = await importWith(adapter, 'events.jsonl', changed);
    expect(formats).toEqual(['events']);
    expect(problems.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('record type "Blink" is not known'),
        expect.stringContaining('"number" (12)'),
        expect.stringContaining('callId'),
      ]),
    );
    expect(spans.flatMap(({ events }) => events)).toHaveLength(1);
  });
});

describe('an adapter that was edited', () => {
  const { adapter } = induceAdapter(
    [{ path: 'a.yaml', text: read(join(FIXTURES, 'tuned', 'steps.yaml')) }],
    'steps',
    NOW,
  );
  const edited = (change: (body: Record<string, unknown>) => void): unknown => {
    const copy = JSON.parse(JSON.stringify(adapter)) as { body: Record<string, unknown> };
    change(copy.body);
    return copy;
  };
  it.each([
    ['/body/container', (body: Record<string, unknown>) => (body['container'] = 'pdf')],
    ['/body/records', (body: Record<string, unknown>) => (body['records'] = 'steps[')],
    ['/body/color', (body: Record<string, unknown>) => (body['color'] = 1)],
    [
      '/body/status/errorPatterns/0',
      (body: Record<string, unknown>) => (body['status'] = { ok: [], error: [], errorPatterns: ['(a+)+b'] }),
    ],
    [
      '/body/cases/0/as',
      (body: Record<string, unknown>) => (body['cases'] = [{ when: [], as: 'joke', fields: {} }]),
    ],
    [
      '/body/cases/0/fields/colour',
      (body: Record<string, unknown>) => (body['cases'] = [{ when: [], as: 'turn', fields: { colour: [] } }]),
    ],
    [
      '/body/text/separated',
      (body: Record<string, unknown>) => {
        body['container'] = 'text';
        body['text'] = { headers: ['User:'], skipFences: false, separated: 'yes' };
      },
    ],
  ])('is refused at %s', (pointer, change) => {
    expect(() => readAdapter(edited(change), 'x.json')).toThrow(
      expect.objectContaining({ code: 'request-invalid', where: `x.json ${pointer}` }),
    );
  });
  it('is read when it is sound', () => {
    expect(
      readAdapter(
        edited((body) => (body['pairing'] = 'order')),
        'x.json',
      ).body.pairing,
    ).toBe('order');
  });
});

describe('hostile input', () => {
  const LENGTH = 100_000;
  it.each([
    ['brackets', '['.repeat(LENGTH)],
    ['tags', '<tool_call>'.repeat(LENGTH / 10)],
    ['colons', `User:${':'.repeat(LENGTH)}\nAssistant: x\n`],
    [
      'anchors',
      `a: &a [x]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [*a,*a,*a,*a,*a,*a,*a,*a,*a]`).join('\n')}\n`,
    ],
    ['quotes', `User: hi\nAssistant: tool(${"'".repeat(LENGTH)}\n`.repeat(3)],
    ['trees', `{"run":${'{"children":['.repeat(900)}{"children":[]}${']}'.repeat(900)}}`],
    ['unclosed calls', 'User: hi\nAssistant: <functioncall> {"name": 1} \n'.repeat(2_000)],
    [
      'growing',
      Array.from({ length: 120 }, (_, size) =>
        JSON.stringify({
          messages: Array.from({ length: size + 1 }, (__, index) => ({
            role: index % 2 === 0 ? 'user' : 'assistant',
            content: `${index}`,
          })),
        }),
      ).join('\n'),
    ],
    [
      'recording',
      Array.from({ length: 20_000 }, (_, index) =>
        JSON.stringify([index, 'o', '\u001b]0;\u001b[\u001b[']),
      ).join('\n'),
    ],
    ['prompts', `${'$ '.repeat(LENGTH / 10)}\n`.repeat(20)],
    ['pairs', `a=1 b="${'\\'.repeat(LENGTH)}\n`.repeat(3)],
    ['elements', `<a>${'<b key="k" value="v"><c name="n">'.repeat(5_000)}</a>`],
    [
      'wide',
      JSON.stringify({
        steps: Array.from({ length: 5_000 }, (_, index) => ({ [`k${index}`]: { [`v${index}`]: 'a b' } })),
      }),
    ],
    ['deep', `{"role":"user","content":${'['.repeat(5_000)}${']'.repeat(5_000)}}\n`.repeat(3)],
  ])(
    'neither hangs nor crashes: %s',
    (_name, text) => {
      let message = 'read';
      try {
        induceAdapter([{ path: 'a', text }], 'a', NOW);
      } catch (error) {
        message = error instanceof Error ? error.message : 'crashed';
      }
      expect(message).toMatch(/^read$|no list of turns/);
    },
    20_000,
  );
});

describe('a language model proposes', () => {
  const text = read(join(FIXTURES, 'tuned', 'event-sourced.jsonl'));
  const { adapter, documents } = induceAdapter([{ path: 'a', text }], 'events', NOW);
  // What a poorer reading of the same records is: results unread.
  const poor: ImportAdapter = {
    ...adapter,
    body: { ...adapter.body, cases: adapter.body.cases.filter(({ as }) => as !== 'result') },
  };
  const model = (answer: string) => {
    const asked: string[] = [];
    return {
      asked,
      id: 'test/scripted',
      complete: async (request: { system: string; messages: readonly { text: string }[] }) => {
        asked.push(request.system, ...request.messages.map((message) => message.text));
        return {
          text: answer,
          toolCalls: [],
          finishReason: 'stop' as const,
          inputTokens: 1,
          outputTokens: 1,
          isCached: false,
        };
      },
    };
  };
  it('is taken when it reads held-back records better', async () => {
    const scripted = model(JSON.stringify(adapter.body));
    const improved = await improveAdapter(scripted, documents, poor, NOW);
    expect(improved.accepted).toBe(true);
    expect(improved.adapter.version).toBe(2);
    expect(improved.after.pairing).toBeGreaterThan(improved.before.pairing);
    // Text of the trace is data in a message, never an instruction.
    expect(scripted.asked[0]).not.toContain('settings.toml');
    expect(scripted.asked[1]).toContain('settings.toml');
  });
  it('is taken when turns that said nothing become results', async () => {
    const isResult = ({ as }: ImportAdapter['body']['cases'][number]): boolean => as === 'result';
    const empty: ImportAdapter = {
      ...adapter,
      body: {
        ...adapter.body,
        cases: adapter.body.cases.map((one) =>
          isResult(one) ? { when: one.when, as: 'turn', role: 'environment', fields: {} } : one,
        ),
      },
    };
    const improved = await improveAdapter(model(JSON.stringify(adapter.body)), documents, empty, NOW);
    expect(improved.reason).toBe('');
    expect(improved.after.turns).toBeLessThan(improved.before.turns);
    expect(improved.after.said).toBeGreaterThan(improved.before.said);
    // The other way round nothing that was said may go, whatever else is found.
    const mute = {
      ...adapter.body,
      cases: adapter.body.cases.map((one) =>
        isResult(one) ? one : { ...one, fields: { ...one.fields, text: [], thought: [] } },
      ),
    };
    const left = await improveAdapter(model(JSON.stringify(mute)), documents, empty, NOW);
    expect(left.accepted).toBe(false);
  });
  it.each([['not JSON'], ['{"container":"pdf"}'], [JSON.stringify(poor.body)]])(
    'is left when it is not better: %.20s',
    async (answer) => {
      const improved = await improveAdapter(model(answer), documents, adapter, NOW);
      expect(improved.accepted).toBe(false);
      expect(improved.adapter).toBe(adapter);
    },
  );
});
