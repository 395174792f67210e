import { formatReplayPlan, type Message } from '@tracewright/core';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../onset/diagnose.ts';
import { call, makeRun, makeSpan, say, toolTurn, turn } from '../testing/spans.ts';
import { checkEvidence } from '../text/quote.ts';
import { planReplay } from './plan-replay.ts';

const createdAt = '2026-01-01T00:00:00.000Z';
const run = makeRun({ agent: 'coder', taskText: 'Make the total right' });
const spans = [
  turn('u', 'user', 'Make the total right'),
  ...toolTurn('a', [['read_file', { path: 'a.py' }, 'total = 1 + 1']]),
  ...toolTurn('b', [['Write', { file_path: 'a.py', content: 'total = 12\nprint(total)\n' }, 'ok']]),
  ...toolTurn('c', [['Edit', { file_path: 'a.py', old_string: '12', new_string: '13' }, 'ok']]),
  ...toolTurn('d', [
    [
      'TodoWrite',
      {
        todos: [
          { content: 'test', status: 'pending' },
          { content: 'edit', status: 'completed' },
        ],
      },
      'ok',
    ],
  ]),
  ...toolTurn('e', [
    ['bash', { command: 'python a.py' }, 'Traceback (most recent call last):\nNameError: x', 'error'],
  ]),
];
const plan = (step?: number) => planReplay(run, spans, diagnose(run, spans), { createdAt, step });

describe('a replay plan', () => {
  it('is of the diagnosed step, named or not', () => {
    const { onset } = plan().body;
    expect(onset.source).toBe('diagnosis');
    expect(plan(onset.stepIndex).body.onset).toEqual(onset);
  });

  it('says of a step chosen by hand only that it was chosen, and of the first that the run starts anew', () => {
    const { note, onset } = plan(0).body;
    expect(onset.source).toBe('given');
    expect(note.text).toContain('- It was chosen by hand; no rule names the mistake.');
    expect(note.text).not.toContain('most likely');
    expect(note.text).toMatch(/^An earlier attempt at this task went wrong\. It starts anew\.\n/);
  });

  it('keeps what was said and done before the step', () => {
    const { body } = plan(4);
    expect(body.checkpoint).toMatchObject({ stepIndex: 3 });
    expect(body.onset).toEqual({ stepIndex: 4, source: 'given', confidence: null });
    expect(body.messages.map(({ role }) => role)).toEqual([
      'user',
      ...['assistant', 'tool', 'assistant', 'tool', 'assistant', 'tool'],
    ]);
    expect(body.calls.map(({ tool, kind }) => `${tool} ${kind}`)).toEqual([
      'read_file replay',
      'Write execute',
      'Edit execute',
    ]);
    expect(body.limits.maxSteps).toBe(30);
  });

  it('begins with the instructions of the main agent, and has no empty message', () => {
    const system = (text: string): { input: Message[] } => ({ input: [say('system', text)] });
    const told = [
      makeSpan('r', 'agent', { agent: 'coder' }),
      makeSpan('h', 'agent', { agent: 'helper', parent: 'r' }),
      makeSpan('x', 'model', { parent: 'h', output: [say('assistant', 'Yes?')], ...system('You help.') }),
      makeSpan('m', 'model', { parent: 'r', output: [say('assistant', '')], ...system('You lead.') }),
      ...toolTurn('a', [['read_file', { path: 'a.py' }, 'x']], { parent: 'r' }),
      turn('e', 'assistant', 'Done'),
    ];
    const { messages } = planReplay(run, told, diagnose(run, told), { createdAt, step: 3 }).body;
    expect(messages[0]).toEqual(say('system', 'You lead.'));
    expect(
      messages.filter(({ parts }) => parts.some((part) => part.type === 'text' && part.content === '')),
    ).toEqual([]);
  });

  it('knows files and open tasks as far as the trace shows them', () => {
    const { body } = plan(5);
    expect(body.files).toEqual([
      { path: 'a.py', stepIndex: 3, content: 'total = 13\nprint(total)\n', isDeleted: false, edits: [] },
    ]);
    expect(body.openTasks).toEqual([{ text: 'test', status: 'pending', stepIndex: 4 }]);
    expect(plan(2).body.files).toEqual([]);
  });

  it('says what went wrong in the words of findings and trace alone', () => {
    const { note, warnings } = plan(5).body;
    expect(note.findings.map(({ message }) => message).length).toBeGreaterThan(0);
    for (const { evidence } of note.findings)
      for (const item of evidence) expect(spans.some((span) => checkEvidence(span, item))).toBe(true);
    expect(note.text).toContain('“NameError: x”');
    expect(warnings.join()).toContain('2 calls before the checkpoint change state');
  });

  it('takes the diagnosed onset when no step is given', () => {
    const { onset, checkpoint } = plan().body;
    expect(onset.source).toBe('diagnosis');
    expect(checkpoint.stepIndex).toBe(onset.stepIndex - 1);
  });

  it('starts a sub-agent again as a whole', () => {
    const nested = [
      makeSpan('o', 'agent', { agent: 'main', sequence: 0 }),
      makeSpan('m', 'model', {
        parent: 'o',
        agent: 'main',
        output: [say('assistant', call('Task', { what: 'count' }, 'm-0'))],
        sequence: 0,
      }),
      makeSpan('t', 'tool', {
        parent: 'm',
        agent: 'main',
        tool: { name: 'Task', callId: 'm-0', result: '13' },
        sequence: 1,
      }),
      makeSpan('s', 'agent', { parent: 't', agent: 'sub', sequence: 2 }),
      makeSpan('x', 'model', {
        parent: 's',
        agent: 'sub',
        output: [say('assistant', 'There are 13')],
        sequence: 3,
      }),
    ];
    const { body } = planReplay(run, nested, diagnose(run, nested), { createdAt, step: 1 });
    expect(body.checkpoint.stepIndex).toBe(null);
    expect(body.warnings.join()).toContain('sub-agent');
  });

  it('refuses a step that is not there, and a run without an onset', () => {
    expect(() => plan(99)).toThrow('has steps 0 to 5, not 99');
    expect(() => planReplay(run, [], diagnose(run, []), { createdAt })).toThrow('no onset of failure');
  });

  it('reads as Markdown', () => {
    const text = formatReplayPlan(plan(5));
    expect(text).toContain('**run again**: `Write`');
    expect(text).toContain('from the trace: `read_file`');
    expect(text).toContain('total = 13');
  });
});

it('reads files from patches and here-documents', () => {
  const patch =
    '*** Begin Patch\n*** Add File: b.txt\n+one\n+two\n*** Update File: b.txt\n@@\n one\n-two\n+three\n*** Delete File: c.txt\n*** End Patch';
  const shell = "cat > d.txt <<'EOF'\nhello\nEOF\ncat d.txt";
  const changed = [
    ...toolTurn('a', [['apply_patch', { input: patch }, 'ok']]),
    ...toolTurn('b', [['bash', { command: shell }, 'hello']]),
    ...toolTurn('c', [['bash', { command: 'ls' }, 'd.txt']]),
  ];
  const { body } = planReplay(run, changed, diagnose(run, changed), { createdAt, step: 2 });
  expect(body.files.map(({ path, content, isDeleted }) => [path, content, isDeleted])).toEqual([
    ['b.txt', 'one\nthree\n', false],
    ['c.txt', null, true],
    ['d.txt', 'hello\n', false],
  ]);
});
