import { expect, it } from 'vitest';
import { readIdentified } from './read-identified.ts';

it('reads calls that carry their ids, below a thought and what is said', () => {
  const text = `<think>
where is it?
</think>
I look.
@find_lamp(call_7f3a91): {"room": "hall (east)", "tags": ["}"]}
@light(call_7f3a92): {
  "on": true
}`;
  expect(readIdentified(text)).toEqual({
    text: 'I look.',
    thought: 'where is it?',
    calls: [
      { tool: 'find_lamp', arguments: { room: 'hall (east)', tags: ['}'] }, callId: 'call_7f3a91' },
      { tool: 'light', arguments: { on: true }, callId: 'call_7f3a92' },
    ],
  });
});

it('leaves what is no object, what is never closed, and one id for two', () => {
  expect(readIdentified('see light(call_7f3a91) {"on": true}')).toBeUndefined();
  expect(readIdentified('light(call_7f3a91): {on and on}')).toBeUndefined();
  expect(readIdentified('light(call_7f3a91): {"on": true')).toBeUndefined();
  expect(readIdentified('light(kitchen): {"on": true}\nlight(kitchen): {"on": false}')).toBeUndefined();
});

it('is done at once with heads that no object follows', () => {
  expect(readIdentified('light(call_7f3a91): {\n'.repeat(20_000))).toBeUndefined();
});
