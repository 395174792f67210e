/** What agents in a terminal leave on the screen: a browser, a memory, a shell. */
import {
  type Call,
  callsOf,
  type Conversation,
  expectSteps,
  firstEpisode,
  given,
  oneCallEach,
  oneEach,
  pythonRepr,
  pythonText,
  resultText,
  tell,
  type Turn,
  untilSaid,
} from '../blind-2/kit.ts';

/** A pictogram says what each line of the logger is; a step names all its actions before what they brought. */
export const browserUseConsole = oneEach(
  'browser-use 0.1, log of an agent on the console',
  'text',
  ['permit', 'museum', 'research', 'incident', 'library'],
  (conversation) => {
    const info = (place: string, text: string): string => `INFO     [${place}] ${text}\n`;
    const [task, ...turns] = untilSaid(firstEpisode(conversation)).map(toDone);
    let eval_ = '🤷 Eval: Unknown - nothing has been done yet';
    const steps = turns.flatMap((turn, index) => {
      const calls = callsOf(turn);
      const before = [
        `📍 Step ${index + 1}`,
        eval_,
        `🧠 Memory: ${turn.text ?? `Done with ${index} steps so far.`}`,
        `🎯 Next goal: ${(turn.by === 'agent' ? turn.thought : undefined) ?? 'Go on with the task.'}`,
        ...calls.map(
          (call, n) =>
            `🛠️  Action ${n + 1}/${calls.length}: ${JSON.stringify({ [call.tool]: call.arguments })}`,
        ),
      ];
      eval_ = calls.some(({ failed }) => failed)
        ? '⚠ Eval: Failed - the last action did not work'
        : '👍 Eval: Success - the last action worked';
      return [...before.map((text) => info('agent', text)), ...calls.map(toOutcome)];
    });
    return {
      path: `console/${conversation.id}.log`,
      text: [
        info('browser_use', 'BrowserUse logging setup complete with level info'),
        info(
          'agent',
          `🧠 Starting an agent with main_model=${conversation.model} +vision +memory, planner_model=None, extraction_model=${conversation.model}`,
        ),
        info('agent', `🚀 Starting task: ${task?.text ?? ''}`),
        ...steps,
        info('agent', '✅ Task completed'),
        info('agent', '✅ Successfully'),
      ].join(''),
      runs: [expectSteps([...given(task?.text, (text) => ({ by: 'user' as const, text })), ...turns])],
    };
  },
);

function toOutcome(call: Call): string {
  const text = resultText(call);
  if (call.tool === 'done') return `INFO     [agent] 📄 Result: ${text}\n`;
  return call.failed === true
    ? `ERROR    [agent] ❌ Result failed 1/3 times:\n ${text}\n`
    : `INFO     [controller] 📄  ${text}\n`;
}

/** What is said is an action too, and its text is its result. */
function toDone(turn: Turn): Turn {
  if (turn.by === 'user' || callsOf(turn).length > 0) return turn;
  const text = turn.text ?? '';
  return {
    by: 'agent',
    ...(turn.thought === undefined ? {} : { thought: turn.thought }),
    calls: [{ tool: 'done', arguments: { text, success: true }, result: text }],
  };
}

/** A pictogram before each line: of a thought, of a message, of a call and of how it ended. */
export const memgptCli = oneEach(
  'MemGPT 0.3, memgpt run --debug in a terminal',
  'text',
  ['refunds', 'home', 'intake', 'game', 'bakery'],
  (conversation) => {
    const turns = oneCallEach(conversation.turns);
    const lines = tell(
      turns,
      () => '',
      (text) => [`\n> Enter your message: ${text}\n\n`],
      (turn, calls) => [
        ...given(turn.thought, (text) => `💭 ${text}\n`),
        ...given(turn.text, (text) => `🤖 ${text}\n`),
        ...calls.flatMap(({ call }) => [
          `⚡ [function] Running ${call.tool}(${pythonRepr(call.arguments)})\n`,
          call.failed === true
            ? `⚡🔴 [function] Error: ${toMemgptResult(call)}\n`
            : `⚡🟢 [function] Success: ${toMemgptResult(call)}\n`,
        ]),
      ],
    );
    return {
      path: `terminal-${conversation.id}.txt`,
      text: `\n? Would you like to select an existing agent? Yes\n? Select agent: ${conversation.agent}\n\n🔁 Using existing agent ${conversation.agent}\n${lines.join('')}\n> Enter your message: `,
      runs: [expectSteps(turns, { textApart: true, result: toMemgptResult })],
    };
  },
);

function toMemgptResult(call: Call): string {
  return call.failed === true ? `Error calling function ${call.tool}: ${pythonText(call)}` : pythonText(call);
}

const FENCE = '```';

/** One command of a shell a step, in a fence; what it printed comes back under the name of the user. */
export const miniSweAgent = oneEach(
  'mini-swe-agent 1, console of `mini --yolo --exit-immediately`',
  'text',
  ['coding', 'cluster', 'press', 'incident', 'analysis'],
  (conversation, made) => {
    const turns = untilSaid(oneCallEach(firstEpisode(conversation))).map(toSubmitted);
    let step = 0;
    let cost = 0;
    const blocks = tell(
      turns,
      () => '',
      (text) => [`\nUser:\n${toInstance(text)}\n`],
      (turn, calls) => [
        `\nmini-swe-agent (step ${(step += 1)}, $${(cost += made.number(1, 30) / 1000).toFixed(2)}):\n`,
        `THOUGHT: ${[turn.thought, turn.text].filter((text) => text !== undefined).join('\n\n') || 'Go on.'}\n`,
        ...calls.map(
          ({ call }) => `\n${FENCE}bash\n${toCommand(call)}\n${FENCE}\n\nUser:\n${toObservation(call)}\n`,
        ),
      ],
    );
    return {
      path: `${conversation.id}.console.txt`,
      text: `👋 This is mini-swe-agent version 1.14.4.\nYour config is stored in '~/.config/mini-swe-agent/.env'\n\nSystem:\n${toSystem(conversation)}\n${blocks.join('')}Saved trajectory to '${conversation.id}.traj.json'\n`,
      runs: [
        expectSteps(turns, { toolOf: () => 'bash', argumentsOf: (call) => ({ command: toCommand(call) }) }),
      ],
    };
  },
);

const SUBMIT = 'submit';

function toSubmitted(turn: Turn): Turn {
  if (turn.by === 'user' || callsOf(turn).length > 0) return turn;
  return {
    by: 'agent',
    thought: 'That was all.',
    calls: [{ tool: SUBMIT, arguments: {}, result: turn.text ?? '' }],
  };
}

function toSystem({ system }: Conversation): string {
  return `You can use a computer with a shell.\nEach answer holds exactly one block of bash with one command, after a THOUGHT.\n\n<format_example>\nTHOUGHT: why you run it\n\n${FENCE}bash\nyour_command_here\n${FENCE}\n</format_example>\n\n${system}`;
}

function toInstance(task: string): string {
  return `Please solve this issue: ${task}\n\n## Rules\n\n1. Every command runs in a new shell: changes of the directory are lost.\n2. When you are done, issue ${FENCE}echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT${FENCE} alone.\n\n<system_information>\nLinux 6.8.0-48-generic x86_64\n</system_information>`;
}

/** Tools are programs here: a shell is all that there is. */
function toCommand(call: Call): string {
  const { command } = call.arguments;
  if (typeof command === 'string') return command;
  if (call.tool === SUBMIT)
    return `echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT && cat <<'EOF'\n${resultText(call)}\nEOF`;
  const options = Object.entries(call.arguments).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `--${name.replaceAll('_', '-')} '${text.replaceAll("'", `'"'"'`)}'`;
  });
  return [`./bin/${call.tool.replaceAll('_', '-')}`, ...options].join(' ');
}

function toObservation(call: Call): string {
  if (call.tool === SUBMIT) return resultText(call);
  const code = call.exitCode ?? (call.failed === true ? 1 : 0);
  return `<returncode>${code}</returncode>\n<output>\n${resultText(call)}\n</output>`;
}
