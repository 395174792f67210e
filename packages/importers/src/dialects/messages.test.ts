import type { JsonValue } from '@tracewright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessages } from './messages.ts';

const text = (content: string): { type: string; content: string } => ({ type: 'text', content });

const describedPicture = { type: 'media', modality: 'image', mimeType: 'image/png', sizeBytes: 3 };
const picture = (data: string) => ({ ...describedPicture, uri: `data:image/png;base64,${data}` });

const SHAPES: readonly {
  readonly name: string;
  readonly value: JsonValue;
  readonly messages: readonly object[];
}[] = [
  {
    name: 'an OpenAI chat completion',
    value: {
      choices: [{ index: 0, message: { role: 'assistant', content: 'Yes', reasoning_content: 'Why not' } }],
    },
    messages: [{ role: 'assistant', parts: [{ type: 'reasoning', content: 'Why not' }, text('Yes')] }],
  },
  {
    name: 'roles in capitals',
    value: [
      { role: 'USER', content: 'Go' },
      { role: 'ASSISTANT', content: 'Gone' },
    ],
    messages: [
      { role: 'user', parts: [text('Go')] },
      { role: 'assistant', parts: [text('Gone')] },
    ],
  },
  {
    name: 'the older function call and its result',
    value: [
      { role: 'assistant', content: null, function_call: { name: 'add', arguments: '{"a":1}' } },
      { role: 'function', name: 'add', content: '1' },
    ],
    messages: [
      { role: 'assistant', parts: [{ type: 'tool_call', name: 'add', arguments: { a: 1 } }] },
      { role: 'tool', name: 'add', parts: [{ type: 'tool_call_response', response: '1' }] },
    ],
  },
  {
    name: "a call of a provider's own tool and its result",
    value: [
      {
        role: 'assistant',
        parts: [
          {
            type: 'server_tool_call',
            id: 's',
            name: 'web',
            server_tool_call: { type: 'web_search', query: 'tide' },
          },
          { type: 'server_tool_call', id: 'c', server_tool_call: { type: 'code_interpreter', code: '1+1' } },
          {
            type: 'server_tool_call_response',
            id: 'c',
            server_tool_call_response: { type: 'code', output: '2' },
          },
        ],
      },
    ],
    messages: [
      {
        role: 'assistant',
        parts: [
          { type: 'tool_call', id: 's', name: 'web', arguments: { query: 'tide' } },
          { type: 'tool_call', id: 'c', name: 'code_interpreter', arguments: { code: '1+1' } },
          { type: 'tool_call_response', id: 'c', response: { type: 'code', output: '2' } },
        ],
      },
    ],
  },
  {
    name: "LangChain's serialised messages, in a list of lists",
    value: [
      [
        {
          lc: 1,
          type: 'constructor',
          id: ['langchain', 'schema', 'messages', 'HumanMessage'],
          kwargs: { content: 'Hi', type: 'human' },
        },
      ],
    ],
    messages: [{ role: 'user', parts: [text('Hi')] }],
  },
  {
    name: "LangChain's generations",
    value: {
      generations: [[{ text: 'Hi', message: { kwargs: { type: 'ai', content: 'Hi', tool_calls: [] } } }]],
    },
    messages: [{ role: 'assistant', parts: [text('Hi')] }],
  },
  {
    name: 'Anthropic blocks: results become messages of the tool, the rest keeps its role',
    value: {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: '7' }] },
            { type: 'text', text: 'and?' },
          ],
        },
      ],
    },
    messages: [
      { role: 'tool', parts: [{ type: 'tool_call_response', response: '7', id: 'a' }] },
      { role: 'user', parts: [text('and?')] },
    ],
  },
  {
    name: 'a result with a picture, which is shown and does not stand in its text; the picture of a person stays theirs',
    value: {
      messages: [
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'a',
              content: [
                { type: 'text', text: 'seen' },
                { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
              ],
            },
            { type: 'text', text: 'and this?' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,BBBB' } },
          ],
        },
        {
          role: 'tool',
          parts: [
            {
              type: 'tool_call_response',
              id: 'b',
              response: [{ type: 'blob', modality: 'image', mime_type: 'image/png', content: 'CCCC' }],
            },
          ],
        },
      ],
    },
    messages: [
      {
        role: 'tool',
        parts: [
          {
            type: 'tool_call_response',
            response: [{ type: 'text', text: 'seen' }, describedPicture],
            id: 'a',
          },
          picture('AAAA'),
        ],
      },
      { role: 'user', parts: [text('and this?'), picture('BBBB')] },
      {
        role: 'tool',
        parts: [{ type: 'tool_call_response', response: [describedPicture], id: 'b' }, picture('CCCC')],
      },
    ],
  },
  {
    name: 'Gemini candidates with a thought and an image',
    value: {
      candidates: [
        {
          content: {
            role: 'model',
            parts: [
              { text: 'hm', thought: true },
              { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
              { functionCall: { name: 'see', args: {} } },
            ],
          },
        },
      ],
    },
    messages: [
      {
        role: 'model',
        parts: [
          { type: 'reasoning', content: 'hm' },
          {
            type: 'media',
            modality: 'image',
            mimeType: 'image/png',
            uri: 'data:image/png;base64,AAAA',
            sizeBytes: 3,
          },
          { type: 'tool_call', name: 'see', arguments: {} },
        ],
      },
    ],
  },
  {
    name: "a Gemini function response keeps Gemini's role",
    value: [{ role: 'user', parts: [{ function_response: { name: 'see', response: { seen: 2 } } }] }],
    messages: [{ role: 'user', parts: [{ type: 'tool_call_response', response: { seen: 2 } }] }],
  },
  {
    name: 'GenAI parts with `result` in place of `response`, and a part nobody knows',
    value: [
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'x', result: 'ok' }] },
      { role: 'user', parts: [{ type: 'hologram', depth: 3 }] },
    ],
    messages: [
      { role: 'tool', parts: [{ type: 'tool_call_response', response: 'ok', id: 'x' }] },
      { role: 'user', parts: [{ type: 'other', name: 'hologram', value: { type: 'hologram', depth: 3 } }] },
    ],
  },
  {
    name: 'reasoning that only its provider can read, and bytes by their size',
    value: [
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' },
      {
        role: 'user',
        parts: [
          { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAAAAAA' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'audio', audio: { audio: { url: 'https://example.org/a.wav', mime_type: 'audio/wav' } } },
        ],
      },
    ],
    messages: [
      {
        role: 'assistant',
        parts: [
          {
            type: 'other',
            name: 'reasoning',
            value: { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' },
          },
        ],
      },
      {
        role: 'user',
        parts: [
          {
            type: 'media',
            modality: 'image',
            mimeType: 'image/png',
            uri: 'data:image/png;base64,AAAAAAAA',
            sizeBytes: 6,
          },
          {
            type: 'media',
            modality: 'image',
            mimeType: 'image/png',
            uri: 'data:image/png;base64,AAAA',
            sizeBytes: 3,
          },
          { type: 'media', modality: 'audio', mimeType: 'audio/wav', uri: 'https://example.org/a.wav' },
        ],
      },
    ],
  },
  {
    name: 'a system text beside a prompt',
    value: '{"system":"S","prompt":"P"}',
    messages: [
      { role: 'system', parts: [text('S')] },
      { role: 'user', parts: [text('P')] },
    ],
  },
  {
    name: 'JSON inside JSON',
    value: JSON.stringify(JSON.stringify([{ role: 'user', content: 'deep' }])),
    messages: [{ role: 'user', parts: [text('deep')] }],
  },
];

describe('readMessages', () => {
  it.each(SHAPES)('reads $name', ({ value, messages }) => {
    expect(readMessages(value)).toEqual(messages);
  });

  it.each([
    ['a plain text', 'Hello'],
    ['a number', 7],
    ['null', null],
    ['an empty list', []],
    ['an object of data', { location: 'here', temperature: 64 }],
    ['a list of data', [{ url: 'https://example.org' }]],
    ["a tool's content without a role", { content: [{ type: 'text', text: '7' }] }],
    ['a text that only begins like JSON', '{not json'],
  ] as const)('finds no messages in %s', (_name, value) => {
    expect(readMessages(value)).toBeUndefined();
  });

  it('follows wrappers only so deep, and never throws', () => {
    let value: JsonValue = [{ role: 'user', content: 'far down' }];
    for (let depth = 0; depth < 50; depth += 1) value = { messages: value };
    expect(readMessages(value)).toBeUndefined();
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.constantFrom('role', 'parts', 'content', 'tool_calls', 'messages', 'type'),
        (random, key) => {
          // fast-check's JSON values are ours.
          const inner = random as JsonValue;
          readMessages(inner);
          readMessages([{ role: 'user', content: '', [key]: inner }]);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
});
