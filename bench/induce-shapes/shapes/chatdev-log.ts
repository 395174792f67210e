import type { AgentTurn, Conversation, Turn } from '../conversations.ts';
import { expectSteps, make, pick, type Shape, type ShapeFile, speakerOf } from '../shape.ts';

const PHASES = ['DemandAnalysis', 'LanguageChoose', 'Coding', 'CodeReviewComment', 'TestErrorSummary'];

/** The log of a company of agents that talk in pairs: the task stands at the top; only what is said is kept, no calls. */
export const chatdevLog: Shape = {
  source: 'ChatDev, log of the phases',
  form: 'text',
  files: () => pick('research', 'incident', 'analysis', 'coding').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const line = (text: string): string =>
    `[${made.time(1.7).slice(0, 19).replace('T', ' ')} INFO] ${text}\n\n`;
  const first = conversation.turns[0];
  const stamp = conversation.startedAt.replaceAll(/\D/g, '').slice(0, 14);
  const head = line(
    `**[Preprocessing]**\n\n**ChatDev Starts** (${stamp})\n\n**Timestamp**: ${stamp}\n\n**config_path**: CompanyConfig/Default/ChatChainConfig.json\n\n**task_prompt**: ${first?.text ?? ''}\n\n**project_name**: ${conversation.id}\n\n**Log File**: WareHouse/${stamp}.log`,
  );
  const turns = conversation.turns.filter((turn): turn is AgentTurn => says(turn) && turn.by === 'agent');
  const talk = turns.map((turn, index) => {
    const phase = PHASES[Math.floor(index / 2) % PHASES.length] ?? '';
    const [speaker, other] = [
      title(speakerOf(turn, conversation)),
      index % 2 === 0 ? 'Code Reviewer' : 'Chief Technology Officer',
    ];
    const opening =
      index % 2 === 0
        ? line(
            `System: **[chatting]**\n\n| Parameter | Value |\n| --- | --- |\n| **phase_name** | ${phase} |\n| **assistant_role_name** | ${speaker} |\n| **user_role_name** | ${other} |\n| **chat_turn_limit** | 2 |\n| **memory** | No existed memory |`,
          ) + line('HTTP Request: POST https://api.openai.com/v1/chat/completions "HTTP/1.1 200 OK"')
        : '';
    const said = line(
      `${speaker}: **${speaker}<->${other} on : ${phase}, turn ${index % 2}**\n\n${turn.text ?? turn.thought ?? ''}`,
    );
    const usage = line(
      `**[OpenAI_Usage_Info Receive]**\nprompt_tokens: ${made.number(300, 1500)}\ncompletion_tokens: ${made.number(10, 300)}\ncost: $0.00${made.number(1000, 9000)}`,
    );
    return opening + said + usage;
  });
  const tail = line(
    `**[Post Info]**\n\nSoftware Info:\n\n💰**cost**=$0.04\n\n🔨**version_updates**=3.0\n\n🕑**duration**=${made.number(60, 400)}.00s`,
  );
  return {
    path: `WareHouse/${conversation.id}_${stamp}.log`,
    text: [head, ...talk, tail].join(''),
    runs: [expectSteps(turns.map(() => ({ by: 'agent' })))],
  };
}

function says(turn: Turn): boolean {
  return turn.by === 'agent' && (turn.text ?? turn.thought) !== undefined;
}

function title(name: string): string {
  return name.replaceAll('_', ' ').replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
