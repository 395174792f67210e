import { expectSteps, firstEpisode, given, oneEach, pythonRepr, pythonText, tell, untilSaid } from './kit.ts';

const END = '\u001B[0m';
const TRACER = 'DEBUG - haystack.tracing.logging_tracer -  ';

/** An operation and its tags, a line each; values are what Python prints of objects, and each input repeats all messages before. */
export const haystackTracer = oneEach(
  'Haystack, LoggingTracer of a pipeline with a generator and a tool invoker',
  'text',
  ['library', 'greenhouse', 'game', 'analysis', 'press'],
  (conversation, made) => {
    const turns = untilSaid(firstEpisode(conversation));
    const history = [toChatMessage('SYSTEM', [`TextContent(text=${pythonRepr(conversation.system)})`])];
    const visits = new Map<string, number>();
    const run = (name: string, type: string, input: string, output: string): string => {
      const visit = (visits.get(name) ?? 0) + 1;
      visits.set(name, visit);
      return toOperation('component', {
        name,
        type,
        fully_qualified_type: `haystack.components.${type}`,
        input_types: "{'messages': 'list'}",
        input_spec: "{'messages': {'type': 'list', 'senders': []}}",
        output_spec: `{'${name === 'llm' ? 'replies' : 'tool_messages'}': {'type': 'list', 'receivers': []}}`,
        input,
        visits: `${visit}`,
        output,
      });
    };
    const operations = tell(
      turns,
      () => `call_${made.token(24)}`,
      (text) => {
        history.push(toChatMessage('USER', [`TextContent(text=${pythonRepr(text)})`]));
        return [];
      },
      (turn, calls) => {
        const before = `{'messages': [${history.join(', ')}]}`;
        const toolCalls = calls.map(
          ({ call, id }) =>
            `ToolCall(tool_name='${call.tool}', arguments=${pythonRepr(call.arguments)}, id='${id}', extra=None)`,
        );
        const finish = calls.length > 0 ? 'tool_calls' : 'stop';
        const meta = `{'model': '${conversation.model}', 'index': 0, 'finish_reason': '${finish}', 'usage': {'completion_tokens': ${made.number(9, 300)}}}`;
        const reply = toChatMessage(
          'ASSISTANT',
          [
            ...given(
              turn.thought,
              (text) => `ReasoningContent(reasoning_text=${pythonRepr(text)}, extra={})`,
            ),
            ...given(turn.text, (text) => `TextContent(text=${pythonRepr(text)})`),
            ...toolCalls,
          ],
          meta,
        );
        history.push(reply);
        const generated = run('llm', 'OpenAIChatGenerator', before, `{'replies': [${reply}]}`);
        if (calls.length === 0) return [generated];
        const results = calls.map(({ call }, index) =>
          toChatMessage('TOOL', [
            `ToolCallResult(result=${pythonRepr(pythonText(call))}, origin=${toolCalls[index] ?? ''}, error=${call.failed === true ? 'True' : 'False'})`,
          ]),
        );
        history.push(...results);
        const invoked = `{'tool_messages': [${results.join(', ')}], 'state': <haystack.components.agents.state.state.State object at 0x7f${made.hex(10)}>}`;
        return [generated, run('tools', 'ToolInvoker', `{'messages': [${reply}]}`, invoked)];
      },
    );
    const whole = toOperation('pipeline', {
      input_data: `{'llm': {'messages': [${history.slice(0, 2).join(', ')}]}}`,
      output_data: `{'llm': {'replies': [${history.at(-1) ?? ''}]}}`,
      max_runs_per_component: '100',
    });
    return {
      path: `pipeline-${conversation.id}.log`,
      text: operations.join('') + whole,
      runs: [expectSteps(turns, { result: pythonText })],
    };
  },
);

function toChatMessage(role: string, content: readonly string[], meta: string = '{}'): string {
  return `ChatMessage(_role=<ChatRole.${role}: '${role.toLowerCase()}'>, _content=[${content.join(', ')}], _name=None, _meta=${meta})`;
}

function toOperation(kind: string, tags: Readonly<Record<string, string>>): string {
  const lines = Object.entries(tags).map(([name, value]) => {
    const colour = { input: '\u001B[1;31m', name: '\u001B[1;34m', output: '\u001B[1;32m' }[name] ?? '';
    return `${TRACER}${colour}haystack.${kind}.${name}=${value}${END}\n`;
  });
  return `${TRACER}Operation: haystack.${kind}.run\n${lines.join('')}`;
}
