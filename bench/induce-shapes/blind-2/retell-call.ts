import { expectSteps, given, json, oneEach, plainText, tell } from './kit.ts';

/** One call on the phone, told three times: as text, as utterances with the times of words, and once more with the tools between them. */
export const retellCall = oneEach(
  'Retell AI, a call (GET /v2/get-call/ID)',
  'json',
  ['refunds', 'travel', 'intake', 'home', 'library'],
  (conversation, made) => {
    let second = 0.4;
    const utterance = (role: string, content: string): object => {
      const words = content.split(/\s+/).map((word) => ({
        word,
        start: Number(second.toFixed(3)),
        end: Number((second += made.number(20, 50) / 100).toFixed(3)),
      }));
      second += 1;
      return { role, content, words };
    };
    const spoken = tell<{ readonly role: string; readonly text: string; readonly item: object }>(
      conversation.turns,
      () => `tool_call_${made.hex(6)}`,
      (text) => [{ role: 'User', text, item: utterance('user', text) }],
      (turn, calls) => [
        ...given(turn.text, (text) => ({ role: 'Agent', text, item: utterance('agent', text) })),
        ...calls.map(({ call, id }) => ({
          role: '',
          text: '',
          item: {
            role: 'tool_call_invocation',
            tool_call_id: id,
            name: call.tool,
            arguments: JSON.stringify(call.arguments),
            time_sec: Number((second += 0.3).toFixed(3)),
            type: 'custom',
          },
        })),
        ...calls.map(({ call, id }) => ({
          role: '',
          text: '',
          item: {
            role: 'tool_call_result',
            tool_call_id: id,
            successful: call.failed !== true,
            content: plainText(call.result),
            time_sec: Number((second += 0.7).toFixed(3)),
          },
        })),
      ],
    );
    const said = spoken.filter(({ role }) => role !== '');
    const start = Date.parse(conversation.startedAt);
    const callId = `call_${made.hex(27)}`;
    return {
      path: `calls/${callId}.json`,
      text: json({
        call_id: callId,
        call_type: 'phone_call',
        agent_id: `agent_${made.hex(26)}`,
        agent_name: conversation.agent,
        agent_version: 4,
        retell_llm_dynamic_variables: { caller: 'Ingrid' },
        call_status: 'ended',
        start_timestamp: start,
        end_timestamp: start + Math.round(second * 1000),
        duration_ms: Math.round(second * 1000),
        transcript: said.map(({ role, text }) => `${role}: ${text}\n`).join(''),
        transcript_object: said.map(({ item }) => item),
        transcript_with_tool_calls: spoken.map(({ item }) => item),
        recording_url: `https://recordings.example/${callId}/recording.wav`,
        disconnection_reason: 'user_hangup',
        latency: { llm: { p50: 612, p90: 1010, max: 1404, min: 388, num: said.length } },
        call_cost: { combined_cost: made.number(10, 90), product_costs: [{ product: 'gpt', cost: 6 }] },
        call_analysis: {
          call_summary: conversation.title,
          in_voicemail: false,
          user_sentiment: 'Neutral',
          call_successful: true,
        },
        from_number: '+4930555010',
        to_number: '+4940555011',
        direction: 'inbound',
      }),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);
