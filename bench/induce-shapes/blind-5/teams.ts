/** Frameworks that keep what their agents said and saw: a memory of messages, and events of an agent's server. */
import {
  type Call,
  type CallWithId,
  expectSteps,
  given,
  json,
  oneEach,
  pythonIndented,
  pythonText,
  resultText,
  saidBy,
  tell,
} from '../blind-2/kit.ts';

/** Commands are a block of JSON in what the agent says; what they all brought is one message, as if somebody had said it. */
export const metagptTeam = oneEach(
  'MetaGPT, serialized team with a RoleZero agent (team.json)',
  'json',
  ['analysis', 'press', 'library', 'cluster', 'greenhouse'],
  (conversation, made) => {
    const message = (role: string, content: string, cause: string, from: string, to: string): object => ({
      id: made.hex(32),
      content,
      instruct_content: null,
      role,
      cause_by: `metagpt.actions.${cause}`,
      sent_from: from,
      send_to: [to],
      metadata: {},
    });
    const runCommand = 'di.run_command.RunCommand';
    const storage = tell(
      conversation.turns,
      () => '',
      (text) => [message('user', text, 'add_requirement.UserRequirement', '', '<all>')],
      (turn, calls) => {
        if (calls.length === 0) return [message('assistant', turn.text ?? '', runCommand, 'David', '<all>')];
        const commands = calls.map(({ call }) => ({ command_name: toCommand(call), args: call.arguments }));
        const asked = `\`\`\`json\n${JSON.stringify(commands, null, 4)}\n\`\`\``;
        return [
          message(
            'assistant',
            [...given(saidBy(turn), String), asked].join('\n'),
            runCommand,
            'David',
            '<all>',
          ),
          message('user', calls.map(({ call }) => toOutput(call)).join('\n\n'), runCommand, 'David', '<all>'),
        ];
      },
    );
    const role = {
      __module_class_name: 'metagpt.roles.di.data_analyst.DataAnalyst',
      name: 'David',
      profile: conversation.agent,
      goal: conversation.title,
      constraints: conversation.system,
      rc: {
        memory: { storage, ignore_id: false },
        working_memory: { storage: [], ignore_id: false },
        state: 0,
        react_mode: 'react',
        max_react_loop: 50,
      },
      recovered: true,
    };
    return {
      path: `workspace/storage/team/${conversation.id}/team.json`,
      text: `${pythonIndented(
        {
          env: {
            desc: '',
            roles: { David: role },
            history: { storage: [storage[0]], ignore_id: false },
          },
          investment: 10,
          idea: conversation.turns[0]?.text ?? '',
        },
        4,
      )}\n`,
      runs: [expectSteps(conversation.turns, { toolOf: toCommand, result: pythonText })],
    };
  },
);

function toCommand({ tool }: Call): string {
  return `Desk.${tool}`;
}

function toOutput(call: Call): string {
  const output = pythonText(call);
  return `Command ${toCommand(call)} executed${output === '' ? '' : `: ${output}`}`;
}

interface SdkEvent {
  readonly id: string;
  readonly [member: string]: unknown;
}

/** An event an action and one an observation, which names its action; an error of a tool is an event of another kind. */
export const openhandsSdkEvents = oneEach(
  'OpenHands Software Agent SDK, events of a conversation (GET /api/conversations/ID/events/search)',
  'json',
  ['coding', 'incident', 'press', 'analysis', 'travel'],
  (conversation, made) => {
    const event = (kind: string, source: string, more: object): SdkEvent => ({
      id: made.uuid(),
      timestamp: made.time().replace('Z', '204'),
      source,
      ...more,
      kind,
    });
    const content = (text: string): object => ({ cache_prompt: false, type: 'text', text });
    const message = (source: string, role: string, text: string): object =>
      event('MessageEvent', source, {
        llm_message: { role, content: [content(text)], thinking_blocks: [], reasoning_content: null },
        activated_skills: [],
        extended_content: [],
        sender: null,
      });
    const status = (value: string): object =>
      event('ConversationStateUpdateEvent', 'environment', { key: 'execution_status', value });
    const toResult = ({ call, id: tool_call_id }: CallWithId, action_id: string): object =>
      call.failed === true
        ? event('AgentErrorEvent', 'agent', { tool_name: call.tool, tool_call_id, error: resultText(call) })
        : event('ObservationEvent', 'environment', {
            tool_name: call.tool,
            tool_call_id,
            observation: {
              content: [content(resultText(call))],
              is_error: false,
              tool_name: call.tool,
              kind: 'MCPToolObservation',
            },
            action_id,
          });
    const system = event('SystemPromptEvent', 'agent', {
      system_prompt: content(conversation.system),
      tools: [],
    });
    const items = tell<object>(
      conversation.turns,
      () => `toolu_${made.token(24)}`,
      (text) => [message('user', 'user', text), status('running')],
      (turn, calls) => {
        if (calls.length === 0) return [message('agent', 'assistant', turn.text ?? ''), status('finished')];
        const llm_response_id = `chatcmpl-${made.uuid()}`;
        const actions = calls.map(({ call, id }, index) =>
          event('ActionEvent', 'agent', {
            thought: index === 0 ? given(turn.text, content) : [],
            reasoning_content: index === 0 ? (turn.thought ?? null) : null,
            thinking_blocks: [],
            action: { data: call.arguments, kind: 'MCPToolAction' },
            tool_name: call.tool,
            tool_call_id: id,
            tool_call: {
              id,
              name: call.tool,
              arguments: JSON.stringify(call.arguments),
              origin: 'completion',
            },
            llm_response_id,
            security_risk: 'UNKNOWN',
          }),
        );
        return [...actions, ...calls.map((call, index) => toResult(call, actions[index]?.id ?? ''))];
      },
    );
    return {
      path: `conversations/${made.hex(32)}/events.json`,
      text: json({ items: [system, ...items], next_page_id: null }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);
