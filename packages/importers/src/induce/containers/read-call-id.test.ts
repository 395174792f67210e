import { expect, it } from 'vitest';
import { readCallId } from './read-call-id.ts';

it('takes the id of a call from above what it brought', () => {
  expect(readCallId('~~~md\n🔧 call_7f3a91\ndry\n\ncold\n~~~')).toEqual({
    callId: 'call_7f3a91',
    text: 'dry\n\ncold',
  });
  expect(readCallId('toolu_01AbCd\nit is dry')).toEqual({ callId: 'toolu_01AbCd', text: 'it is dry' });
  expect(readCallId('call_1234')).toEqual({ callId: 'call_1234', text: '' });
});

it.each(['call_center\nit is dry', 'the call_7f3a91\ndry', 'call_7f3a91 is dry', '```\ndry\n```'])(
  'leaves %j',
  (text) => {
    expect(readCallId(text)).toEqual({ text });
  },
);
