import { expect, it } from 'vitest';
import { readPrintedRecords } from './read-printed-records.ts';

it('reads each object that was printed once, with its class as its type', () => {
  const asked = `Message(role=<Role.USER: 'user'>, parts=[Text(text='Is (4) dry?', type='t')], meta=Meta())`;
  const text = `DEBUG don't read Foo\nDEBUG in={'messages': [${asked}]}\nDEBUG in={'messages': [${asked}, Message(role=None, state=<a.B object at 0x7f>)]}\nDEBUG Message(role='cut\n`;
  const { records, places, printed } = readPrintedRecords(text);
  expect(records).toEqual([
    {
      type: 'Message',
      role: 'user',
      parts: [{ type: 't', text: 'Is (4) dry?' }],
      meta: { type: 'Meta' },
    },
    { type: 'Message', role: null, state: null },
  ]);
  expect(places.map(({ line }) => line)).toEqual([2, 3]);
  expect(printed).toBeGreaterThan(2 * asked.length);
});

it('reads dictionaries that are messages among objects, each as often as it is said', () => {
  const said = "    {'role': 'user', 'content': 'Yes (please).'}";
  const text = `${said}\n    Reply(role='assistant', calls=[{'id': 1}])\n${said}\nlog: {'role': 'tool'}\nlog: {'id': 1}\n`;
  expect(readPrintedRecords(text).records).toEqual([
    { role: 'user', content: 'Yes (please).' },
    { type: 'Reply', role: 'assistant', calls: [{ id: 1 }] },
    { role: 'user', content: 'Yes (please).' },
    { role: 'tool' },
  ]);
});
