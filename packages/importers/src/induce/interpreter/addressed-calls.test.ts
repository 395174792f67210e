import { describe, expect, it } from 'vitest';
import { induceCases } from '../cases/induce-cases.ts';

describe('induceCases', () => {
  it('reads a message to a tool as a call, and pairs it with the message that follows', () => {
    const message = (id: string, parent: string, role: string, kind: string, more: object): object => ({
      id,
      parent,
      letter: { author: { role }, content: { type: kind, ...more }, sent: 1_760_000_000 },
    });
    const records = [
      message('m1', 'm0', 'user', 'text', { text: 'Count the cats' }),
      { ...message('m2', 'm1', 'assistant', 'code', { text: 'len(cats)' }), recipient: 'python' },
      message('m3', 'm2', 'tool', 'execution_output', { text: 'four of them' }),
      { ...message('m4', 'm3', 'assistant', 'code', { text: 'cats[0] + cats[1]' }), recipient: 'shell' },
      message('m5', 'm4', 'tool', 'execution_output', { text: 'Mia and Tom' }),
      message('m6', 'm5', 'assistant', 'text', { text: 'Four: Mia, Tom and two more' }),
    ];
    const { cases } = induceCases(JSON.parse(JSON.stringify(records)) as never);
    expect(cases.find(({ as }) => as === 'call')?.fields).toMatchObject({
      tool: ['recipient'],
      arguments: ['letter.content.text'],
      callId: ['id'],
    });
    expect(cases.find(({ as }) => as === 'result')?.fields).toMatchObject({ callId: ['parent'] });
  });
});
