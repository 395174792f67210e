/** Rows of tables: a message store whose sessions run side by side, and records of several tables in XML. */
import type { JsonValue } from '@tracewright/core';
import {
  type Conversation,
  expectSteps,
  given,
  make,
  type Made,
  oneEach,
  pythonJson,
  resultText,
  severalEach,
  tell,
  usage,
} from '../blind-2/kit.ts';

/** A row a message, which is a value of `jsonb`: its keys come by length. */
export const messageStoreCsv = severalEach(
  'LangChain, table of PostgresChatMessageHistory as CSV (psql \\copy)',
  'json',
  [['refunds', 'home'], ['library', 'greenhouse', 'travel'], ['analysis'], ['bakery', 'intake']],
  (conversations, index) => ({
    path: `chat_history-${index + 1}.csv`,
    text: ['id,session_id,message,created_at\n', ...toRows(conversations)].join(''),
    runs: conversations.map(({ turns }) => expectSteps(turns)),
  }),
);

/** The sessions take turns. */
function toRows(conversations: readonly Conversation[]): string[] {
  const sessions = conversations.map((conversation) => {
    const made = make(conversation);
    return { made, id: made.uuid(), messages: toStored(conversation, made) };
  });
  const longest = Math.max(...sessions.map(({ messages }) => messages.length));
  const [clock] = sessions.map(({ made }) => made);
  return Array.from({ length: longest }, (_, place) => place)
    .flatMap((place) =>
      sessions.flatMap(({ id, messages }) =>
        messages.slice(place, place + 1).map((message) => ({ id, message })),
      ),
    )
    .map(({ id, message }, row) => {
      const text = pythonJson(byLength(message), false).replaceAll('"', '""');
      const time = (clock?.time() ?? '').replace('T', ' ').replace('Z', '117+00');
      return `${row + 1},${id},"${text}",${time}\n`;
    });
}

function toStored(conversation: Conversation, made: Made): JsonValue[] {
  const stored = (type: string, content: string, more: Readonly<Record<string, JsonValue>>): JsonValue => ({
    type,
    data: { content, additional_kwargs: {}, response_metadata: {}, type, name: null, id: null, ...more },
  });
  return tell<JsonValue>(
    conversation.turns,
    () => `call_${made.token(24)}`,
    (text) => [stored('human', text, { example: false })],
    (turn, calls) => [
      stored('ai', turn.text ?? '', {
        id: `run-${made.uuid()}-0`,
        example: false,
        tool_calls: calls.map(({ call, id }) => ({
          name: call.tool,
          args: call.arguments,
          id,
          type: 'tool_call',
        })),
        invalid_tool_calls: [],
        usage_metadata: { ...usage(made) },
      }),
      ...calls.map(({ call, id }) =>
        stored('tool', resultText(call), {
          name: call.tool,
          tool_call_id: id,
          artifact: null,
          status: call.failed === true ? 'error' : 'success',
        }),
      ),
    ],
  );
}

function byLength(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(byLength);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, JsonValue>>)
      .toSorted(([one], [other]) => one.length - other.length || (one < other ? -1 : 1))
      .map(([key, item]) => [key, byLength(item)]),
  );
}

interface SnRecord {
  readonly table: string;
  readonly fields: Readonly<Record<string, string | readonly [shown: string, id: string]>>;
}

/** Records by table, which belong together by the id of a plan and follow each other in time; a reference shows what it names. */
export const serviceNowXml = oneEach(
  'ServiceNow, AI agent execution plan with its messages and tool executions, exported as XML',
  'json',
  ['incident', 'refunds', 'intake', 'cluster', 'home'],
  (conversation, made) => {
    const planId = made.hex(32);
    const plan = [`AEP${made.number(1_000_000, 9_999_999)}`, planId] as const;
    const stamp = (): string => made.time(made.number(1, 9)).slice(0, 19).replace('T', ' ');
    const toolIds = new Map<string, string>();
    const record = (table: string, fields: SnRecord['fields']): SnRecord => {
      const created = stamp();
      return {
        table,
        fields: {
          ...fields,
          sys_created_by: 'aia.user',
          sys_created_on: created,
          sys_id: made.hex(32),
          sys_mod_count: '1',
        },
      };
    };
    const message = (role: string, text: string): SnRecord =>
      record('sn_aia_message', { execution_plan: plan, message: text, role, type: 'text' });
    const records = tell(
      conversation.turns,
      () => made.hex(32),
      (text) => [message('user', text)],
      (turn, calls) => [
        ...given(turn.text, (text) => message('agent', text)),
        ...calls.map(({ call, id }) => {
          const toolId = toolIds.get(call.tool) ?? id;
          toolIds.set(call.tool, toolId);
          return record('sn_aia_tools_execution', {
            execution_plan: plan,
            execution_status: call.failed === true ? 'error' : 'success',
            tool: [call.tool, toolId],
            tool_inputs: JSON.stringify(call.arguments),
            tool_output: resultText(call),
          });
        }),
      ],
    );
    const head: SnRecord = {
      table: 'sn_aia_execution_plan',
      fields: {
        number: plan[0],
        objective: conversation.title,
        state: 'completed',
        sys_created_by: 'aia.user',
        sys_created_on: conversation.startedAt.slice(0, 19).replace('T', ' '),
        sys_id: planId,
        usecase: [conversation.agent, made.hex(32)],
      },
    };
    const sorted = records.toSorted((one, other) =>
      one.table < other.table ? -1 : one.table > other.table ? 1 : 0,
    );
    return {
      path: `sn_aia_execution_plan_${planId}.xml`,
      text: `<?xml version="1.0" encoding="UTF-8"?>\n<unload unload_date="${stamp()}">\n${[head, ...sorted].map(toElement).join('')}</unload>\n`,
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);

function toElement({ table, fields }: SnRecord): string {
  const lines = Object.entries(fields)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => {
      if (typeof value !== 'string')
        return `<${name} display_value="${escapeXml(value[0])}">${value[1]}</${name}>\n`;
      return value === '' ? `<${name}/>\n` : `<${name}>${escapeXml(value)}</${name}>\n`;
    });
  return `<${table} action="INSERT_OR_UPDATE">\n${lines.join('')}</${table}>\n`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
