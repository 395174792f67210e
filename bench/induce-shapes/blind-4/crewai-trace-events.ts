/** A batch of events of a crew; an agent writes its action into what it answers, and the tool's own events tell it again. */
import {
  expectSteps,
  firstEpisode,
  json,
  oneCallEach,
  oneEach,
  resultText,
  saidBy,
  tell,
  untilSaid,
  usage,
} from '../blind-2/kit.ts';

export const crewaiTraceEvents = oneEach(
  'CrewAI, trace batch of an execution saved as JSON',
  'json',
  ['research', 'analysis', 'incident', 'greenhouse', 'library'],
  (conversation, made) => {
    const turns = oneCallEach(untilSaid(firstEpisode(conversation)));
    const task = { task_id: made.uuid(), task_name: conversation.title };
    const agent = { agent_id: made.uuid(), agent_role: conversation.agent };
    const event = (type: string, data: object): object => {
      const timestamp = made.time(0.6).replace('Z', '000+00:00');
      return { event_id: made.uuid(), timestamp, type, event_data: { timestamp, type, ...data } };
    };
    const asked = turns[0]?.text ?? '';
    const messages: object[] = [
      { role: 'system', content: `You are ${conversation.agent}. ${conversation.system}` },
      {
        role: 'user',
        content: `\nCurrent Task: ${asked}\n\nBegin! This is VERY important to you.\n\nThought:`,
      },
    ];
    const ask = (response: string, after: string): object[] => {
      const before = [...messages];
      messages.push({ role: 'assistant', content: `${response}${after}` });
      return [
        event('llm_call_started', {
          ...agent,
          ...task,
          model: conversation.model,
          messages: before,
          tools: null,
        }),
        event('llm_call_completed', {
          ...agent,
          ...task,
          model: conversation.model,
          messages: before,
          response,
          call_type: 'llm_call',
          usage: usage(made),
        }),
      ];
    };
    const started = event('crew_kickoff_started', { crew_name: 'crew', inputs: null });
    const events = tell(
      turns,
      () => '',
      () => [
        event('task_started', {
          ...task,
          ...agent,
          task_description: asked,
          expected_output: 'An answer.',
          context: '',
        }),
        event('agent_execution_started', {
          ...agent,
          agent_goal: 'Be of help',
          agent_backstory: conversation.system,
        }),
      ],
      (turn, calls) => [
        ...(calls.length === 0
          ? ask(`Thought: I now know the final answer\nFinal Answer: ${turn.text ?? ''}`, '')
          : []),
        ...calls.flatMap(({ call }) => {
          const thought = saidBy(turn) === '' ? '' : `Thought: ${saidBy(turn)}\n`;
          const action = `${thought}Action: ${call.tool}\nAction Input: ${JSON.stringify(call.arguments)}`;
          const output = resultText(call);
          const use = {
            ...agent,
            ...task,
            tool_name: call.tool,
            tool_args: call.arguments,
            tool_class: call.tool,
            run_attempts: 1,
          };
          return [
            ...ask(action, `\nObservation: ${output}`),
            event('tool_usage_started', use),
            call.failed === true
              ? event('tool_usage_error', { ...use, error: output })
              : event('tool_usage_finished', { ...use, from_cache: false, output }),
          ];
        }),
      ],
    );
    const answer = turns.at(-1)?.text ?? '';
    const id = made.uuid();
    return {
      path: `traces/${id}.json`,
      text: json({
        batch_id: id,
        version: '1.3.0',
        user_context: { privacy_level: 'standard' },
        execution_metadata: {
          execution_type: 'crew',
          crew_name: 'crew',
          execution_start: conversation.startedAt,
          crewai_version: '1.3.0',
        },
        events: [
          started,
          ...events,
          event('agent_execution_completed', { ...agent, output: answer }),
          event('task_completed', { ...task, ...agent, output_raw: answer, output_format: 'raw' }),
          event('crew_kickoff_completed', { crew_name: 'crew', output: { raw: answer, tasks_output: [] } }),
        ],
      }),
      runs: [expectSteps(turns)],
    };
  },
);
