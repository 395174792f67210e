import { describe, expect, it } from 'vitest';
import type { JsonValue, Run, Span } from '@tracewright/core';
import { makeRun, makeSpan, say, tool, toolTurn, turn, call } from '../testing/spans.ts';
import { checkEvidence } from '../text/quote.ts';
import { buildContext } from './context.ts';
import { detectAll, MAX_FINDINGS_A_DETECTOR } from './detect-all.ts';
import { DETECTORS } from './registry.ts';

/** What is found, as `category@step`, every quote checked. */
function find(spans: readonly Span[], run: Run = makeRun()): string[] {
  return detectAll(buildContext(run, spans)).map(({ category, stepIndex, evidence }) => {
    for (const item of evidence) expect(spans.some((span) => checkEvidence(span, item))).toBe(true);
    return `${category}@${stepIndex}`;
  });
}

const bash = (id: string, command: string, result: string, status?: Span['status']): Span[] =>
  toolTurn(id, [['bash', { command }, result, status]], { agent: 'A' });
const says = (id: string, text: string): Span => turn(id, 'assistant', text, { agent: 'A' });

it('has a stable, unique id and a summary for every detector', () => {
  expect(new Set(DETECTORS.map(({ id }) => id)).size).toBe(DETECTORS.length);
  for (const { id, summary } of DETECTORS)
    expect([id, summary]).toEqual([expect.stringMatching(/^[a-z-]+@\d+$/), expect.stringMatching(/./)]);
});

describe('tool errors', () => {
  it.each(['Error: seat taken', '{"error": "no such user"}', 'bash: foo: command not found'])(
    'are known by the first words: %s',
    (result) => {
      expect(find([tool('t', 'book', {}, result)])).toEqual(['tool-error@0']);
    },
  );
  it('are known by status', () => {
    expect(find([tool('t', 'book', {}, 'seat taken', { status: 'error' })])).toEqual(['tool-error@0']);
  });
  it.each([
    'No errors found',
    '{"error": null, "user": 1}',
    'line 3: # Error: handled here',
    'Errors are listed below',
  ])('are not made of %s', (result) => {
    expect(find([tool('t', 'book', {}, result)])).toEqual([]);
  });
});

describe('failed checks', () => {
  it.each([
    '=== 1 failed, 3 passed in 0.1s ===',
    'FAILED tests/test_a.py::test_x - assert 1 == 2',
    'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: bad',
    'src/a.ts(3,1): error TS2304: Cannot find name',
    'main.c:3:5: error: expected ;',
    'error[E0382]: borrow of moved value',
    '--- FAIL: TestX (0.00s)',
  ])('are seen in %j', (result) => {
    expect(find(bash('a', 'make test', `some output\n${result}`))).toEqual(['failed-check@0']);
  });
  it.each([
    '=== 4 passed in 0.1s ===',
    '10:    raise ValueError("Traceback (most recent call last):")',
    'a.py:3:    # error: none',
    '0 failed',
  ])('are not seen in %j', (result) => {
    expect(find(bash('a', 'cat a.py', result))).toEqual([]);
  });
  it('are read from what the environment says next in a transcript', () => {
    expect(
      find([
        says('a', 'Run\n```python\nprint(x)\n```'),
        turn('b', 'environment', 'exitcode: 1 (execution failed)\nCode output: Traceback\nNameError: name x'),
      ]),
    ).toEqual(['failed-check@0']);
  });
  it('leave exit code 1 of a search alone', () => {
    expect(find(bash('a', 'cat f | grep -n "a|b"', '<returncode>1</returncode>', 'error'))).toEqual([]);
    expect(find(bash('a', './run.sh', '<returncode>1</returncode>'))).toEqual(['tool-error@0']);
  });
});

describe('repetition', () => {
  it('is the same action with the same result, once a group', () => {
    expect(
      find([...bash('a', 'cat f', 'text'), ...bash('b', 'cat f', 'text'), ...bash('c', 'cat f', 'text')]),
    ).toEqual(['repetition@1']);
  });
  it('is not a check run again after a change, nor another result, nor another agent', () => {
    expect(
      find([...bash('a', 'cat f', 'text'), ...bash('e', 'echo x > f', ''), ...bash('b', 'cat f', 'text')]),
    ).toEqual([]);
    expect(find([...bash('a', 'date', 'monday'), ...bash('b', 'date', 'tuesday')])).toEqual([]);
    expect(
      find([
        ...bash('a', 'cat f', 'text'),
        ...toolTurn('b', [['bash', { command: 'cat f' }, 'text']], { agent: 'B' }),
      ]),
    ).toEqual([]);
  });
  it('sees messages that differ by a word, but not by a name', () => {
    const text = (name: string, word: string): string =>
      `I am sorry, but the booking for ${name} that you asked about can ${word} be changed by me in any way, as I said before.`;
    expect(
      find([says('a', text('Mia', 'not')), turn('u', 'user', 'Please!'), says('b', text('Mia', 'never'))]),
    ).toEqual(['repetition@2']);
    expect(
      find([says('a', text('Mia', 'not')), turn('u', 'user', 'Please!'), says('b', text('Tom', 'not'))]),
    ).toEqual([]);
  });
});

it('sees ping-pong between two states, with distinct actions only', () => {
  const look = (id: string, what: string): Span[] => bash(id, `cat ${what}`, what);
  expect(find([...look('a', 'x'), ...look('b', 'y'), ...look('c', 'x'), ...look('d', 'y')])).toContain(
    'loop@2',
  );
  expect(find([...look('a', 'x'), ...look('b', 'y'), ...look('c', 'x'), ...look('d', 'z')])).not.toContain(
    'loop@2',
  );
  const ask = (id: string, what: string): Span => tool(id, 'ask', { what }, undefined, { agent: 'A' });
  expect(find([ask('a', 'x'), ask('b', 'y'), ask('c', 'x'), ask('d', 'y')])).toEqual([]);
});

it('sees a stretch without progress, ended by anything new', () => {
  const fail = (count: number): Span[] =>
    Array.from({ length: count }, (_, index) =>
      bash(`f${index}`, `run ${index}`, 'Error: no', 'error'),
    ).flat();
  expect(find(fail(5))).toContain('no-progress@0');
  expect(find(fail(4))).not.toContain('no-progress@0');
  expect(find([...fail(3), ...bash('n', 'ls', 'news'), ...fail(3)])).not.toContain('no-progress@0');
});

describe('calls against what was offered', () => {
  const run = makeRun({
    tools: [
      {
        name: 'book',
        parameters: {
          type: 'object',
          properties: {
            seat: { type: 'integer' },
            meal: { enum: ['veg', 'fish'] },
            note: { type: 'string', nullable: true },
            legs: { type: 'array', items: { type: 'object', properties: { to: { type: 'string' } } } },
          },
          required: ['seat'],
        },
      },
    ],
  });
  const called = (value: JsonValue, result = 'Error: bad'): string[] =>
    find([tool('t', 'book', value, result)], run);

  it('accept what fits', () => {
    expect(called({ seat: 1, meal: 'veg', note: null, legs: [{ to: 'X' }] }, 'ok')).toEqual([]);
  });
  it.each<[JsonValue]>([
    [{}],
    [{ seat: '1' }],
    [{ seat: 1.5 }],
    [{ seat: null }],
    [{ seat: 1, meal: 'meat' }],
    [{ seat: 1, colour: 'red' }],
    [{ seat: 1, legs: [{ to: 3 }] }],
    [{ seat: 1, legs: [{ from: 'X' }] }],
    ['text'],
  ])('refuse %j', (value) => {
    expect(called(value)).toContain('invalid-arguments@0');
  });
  it('know a tool that does not exist, unless it works', () => {
    expect(find([tool('t', 'fly', {}, 'Error: no such tool')], run)).toContain('unknown-tool@0');
    expect(find([tool('t', 'fly', {}, 'flying')], run)).toEqual([]);
    expect(find([tool('t', 'fly', {}, 'Error: no such tool')])).toEqual(['tool-error@0']);
  });
});

describe('words after a failure', () => {
  const failed = tool('t', 'cancel', { id: 1 }, 'Error: not allowed', { agent: 'A' });
  it('that claim success are a finding', () => {
    expect(find([failed, says('a', 'Your order has been cancelled.')])).toContain('false-success@1');
  });
  it('that claim success while handing in the work are a finding', () => {
    const claim = 'The test is out of date, so the issue is fixed.';
    const output = [say('assistant', claim, call('bash', { command: 'submit' }, 'h-0'))];
    const handingIn = toolTurn('h', [['bash', { command: 'submit' }, 'patch']], { agent: 'A', output });
    expect(find([failed, ...handingIn])).toContain('false-success@1');
    const reasoned = [
      say('assistant', { type: 'reasoning', content: claim }, call('bash', { command: 'submit' }, 'h-0')),
    ];
    const thinking = toolTurn('h', [['bash', { command: 'submit' }, 'patch']], {
      agent: 'A',
      output: reasoned,
    });
    expect(find([failed, ...thinking])).toContain('false-success@1');
  });
  it('that take no notice are a finding', () => {
    expect(find([failed, says('a', 'Anything else I can do for you today?')])).toContain('ignored-result@1');
  });
  it.each([
    'I could not cancel the order.',
    'Unfortunately this order is too old.',
    'Once that is fixed, it will be cancelled.',
  ])('are fine when they own up: %s', (text) => {
    expect(find([failed, says('a', text)])).toEqual(['tool-error@0']);
  });
  it('are fine once something succeeded', () => {
    expect(
      find([
        failed,
        tool('u', 'cancel', { id: 2 }, 'ok', { agent: 'A' }),
        says('a', 'Your order has been cancelled.'),
      ]),
    ).toEqual(['tool-error@0']);
  });
});

it('sees giving up at the end, and handing over', () => {
  expect(find([says('a', 'I cannot complete this task.')])).toEqual(['giving-up@0']);
  expect(
    find([says('a', 'I cannot find it there, so on we go.'), says('b', 'Found it.'), says('c', 'It is 7.')]),
  ).toEqual([]);
  expect(find([tool('t', 'transfer_to_human_agents', {}, 'ok')])).toEqual(['giving-up@0']);
  expect(find([tool('t', 'give_up', {}, 'ok')])).toEqual(['giving-up@0']);
  expect(find([tool('t', 'transfer_to_sales_agent', {}, 'ok')])).toEqual([]);
});

it('sees limits where the environment states them, not in content', () => {
  expect(find([turn('a', 'environment', 'Maximum number of turns reached.')])).toEqual(['limit-reached@0']);
  expect(find([turn('a', 'environment', 'The agent reached the step limit.')])).toEqual(['limit-reached@0']);
  expect(find([turn('a', 'environment', 'You exceeded the maximum number of tool calls.')])).toEqual([
    'limit-reached@0',
  ]);
  expect(find([turn('a', 'environment', 'You reached step 3, where the time is 9:00.')])).toEqual([]);
  expect(find(bash('a', 'sleep 9', 'command timed out after 60 s'))).toEqual(['limit-reached@0']);
  expect(
    find(bash('a', 'cat doc', `${'x '.repeat(500)} the rate limit exceeded page ${'y '.repeat(500)}`)),
  ).toEqual([]);
});

it('sees what was cut off', () => {
  const cut = makeSpan('m', 'model', {
    output: [say('assistant', 'and then')],
    attributes: { 'gen_ai.response.finish_reasons': ['length'] },
  });
  expect(find([cut])).toEqual(['truncated-output@0']);
  expect(find(bash('a', 'cat f', 'Returns the name. Omitted when it is empty.'))).toEqual([]);
  expect(find(bash('a', 'cat f', 'abc\n... 305 characters elided ...\nxyz'))).toEqual(['truncated-output@0']);
});

describe('a request that leaves open what is needed', () => {
  const note = (): Span =>
    says('a', 'Since you did not specify a size, I take the small one. It is on its way.');
  it('is seen in the words of an agent that goes on, and the sentence is quoted', () => {
    const [finding] = detectAll(buildContext(makeRun(), [turn('u', 'user', 'Send a shirt'), note()]));
    expect(finding).toMatchObject({ category: 'open-request', severity: 'info', stepIndex: 1 });
    expect(finding?.evidence[0]?.quote).toBe('Since you did not specify a size, I take the small one.');
  });
  it('is none, where the person answers, or something else is not specified', () => {
    expect(find([note(), turn('v', 'user', 'Large')])).toEqual([]);
    expect(find([says('a', 'Color: not specified for this product.')])).toEqual([]);
    expect(find([says('a', 'I took the red one since its material is not specified on the page.')])).toEqual(
      [],
    );
    expect(find([says('a', 'You did not specify a size. Which size do you want?')])).toEqual([]);
    expect(find([turn('u', 'user', 'The task did not specify which.')])).toEqual([]);
  });
});

it('quotes what follows a failure that is told in one word', () => {
  const [finding] = detectAll(
    buildContext(makeRun(), toolTurn('a', [['fetch', { url: 'x' }, 'ERROR:\nthe page is gone', 'error']])),
  );
  expect(finding?.evidence[0]?.quote).toBe('ERROR:\nthe page is gone');
});

it('says how many more there are instead of burying the rest', () => {
  const spans = Array.from({ length: MAX_FINDINGS_A_DETECTOR + 7 }, (_, index) =>
    tool(`t${index}`, 'f', { index }, `Error: ${index}`),
  );
  const found = detectAll(buildContext(makeRun(), spans)).filter(({ detector }) =>
    detector.startsWith('tool-error@'),
  );
  expect(found).toHaveLength(MAX_FINDINGS_A_DETECTOR + 1);
  expect(found.at(-1)?.message).toBe('7 more: a tool call failed');
});

describe('faulty reasoning', () => {
  const task = makeRun({ taskText: '((2 + 3) * 4) =' });
  it('is the first wrong line, quoted', () => {
    const spans = [
      says('a', 'First, 2 + 3 = 5.'),
      says('b', 'Then 5 * 4 = 25.'),
      says('c', 'The answer is 25'),
    ];
    const findings = detectAll(buildContext(task, spans));
    expect(findings).toMatchObject([
      { category: 'arithmetic', stepIndex: 1, severity: 'error', evidence: [{ quote: '5 * 4 = 25' }] },
    ]);
    expect(findings[0]?.message).toBe('This does not hold: 5 * 4 = 25. Expected: 5 * 4 = 20');
  });
  it('is not code, nor what people say', () => {
    expect(
      find([says('a', 'Run `2 + 2 = 5`:\n```\nx = 3 + 4 = 8\n```'), turn('b', 'user', '2 + 2 = 5')]),
    ).toEqual([]);
  });
});
