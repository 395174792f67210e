import { describe, expect, it } from 'vitest';
import { toHttpUrl } from './http-url.ts';
import { looksLikeMarkdown } from './looks-like-markdown.ts';
import { readMarkdown } from './markdown.ts';

describe('readMarkdown', () => {
  it('reads what agents write: headings, lists, tasks, code, tables, emphasis, line breaks', () => {
    const text =
      '# Plan\nfirst\nsecond **bold** `x`\n\n3. three\n   - [x] done\n\n```ts\nlet a;\n```\n\n| a | b |\n| - | - |\n| 1 | *2* |\n\n> said\n\n---';
    expect(readMarkdown(text)).toMatchInlineSnapshot(`
      [
        {
          "inside": [
            {
              "kind": "text",
              "text": "Plan",
            },
          ],
          "kind": "heading",
          "level": 1,
        },
        {
          "inside": [
            {
              "kind": "text",
              "text": "first",
            },
            {
              "kind": "break",
            },
            {
              "kind": "text",
              "text": "second ",
            },
            {
              "inside": [
                {
                  "kind": "text",
                  "text": "bold",
                },
              ],
              "kind": "strong",
            },
            {
              "kind": "text",
              "text": " ",
            },
            {
              "kind": "code",
              "text": "x",
            },
          ],
          "kind": "paragraph",
        },
        {
          "items": [
            {
              "blocks": [
                {
                  "inside": [
                    {
                      "kind": "text",
                      "text": "three",
                    },
                  ],
                  "kind": "paragraph",
                },
                {
                  "items": [
                    {
                      "blocks": [
                        {
                          "inside": [
                            {
                              "kind": "text",
                              "text": "done",
                            },
                          ],
                          "kind": "paragraph",
                        },
                      ],
                      "isDone": true,
                    },
                  ],
                  "kind": "list",
                  "start": undefined,
                },
              ],
              "isDone": undefined,
            },
          ],
          "kind": "list",
          "start": 3,
        },
        {
          "kind": "code",
          "language": "ts",
          "text": "let a;",
        },
        {
          "head": [
            [
              {
                "kind": "text",
                "text": "a",
              },
            ],
            [
              {
                "kind": "text",
                "text": "b",
              },
            ],
          ],
          "kind": "table",
          "rows": [
            [
              [
                {
                  "kind": "text",
                  "text": "1",
                },
              ],
              [
                {
                  "inside": [
                    {
                      "kind": "text",
                      "text": "2",
                    },
                  ],
                  "kind": "emphasis",
                },
              ],
            ],
          ],
        },
        {
          "blocks": [
            {
              "inside": [
                {
                  "kind": "text",
                  "text": "said",
                },
              ],
              "kind": "paragraph",
            },
          ],
          "kind": "quote",
        },
        {
          "kind": "rule",
        },
      ]
    `);
  });

  it('keeps HTML, pictures and addresses of other schemes as text', () => {
    const text =
      '<b onclick=x>hi</b> [a](javascript:x) ![p](data:image/png;base64,AAAA) ![q](https://a.example/q.png)';
    expect(readMarkdown(text)).toMatchInlineSnapshot(`
      [
        {
          "inside": [
            {
              "kind": "text",
              "text": "<b onclick=x>",
            },
            {
              "kind": "text",
              "text": "hi",
            },
            {
              "kind": "text",
              "text": "</b>",
            },
            {
              "kind": "text",
              "text": " ",
            },
            {
              "kind": "text",
              "text": "[a](javascript:x)",
            },
            {
              "kind": "text",
              "text": " ",
            },
            {
              "kind": "text",
              "text": "![p](data:image/png;base64,AAAA)",
            },
            {
              "kind": "text",
              "text": " ",
            },
            {
              "isPicture": true,
              "kind": "link",
              "label": "q",
              "url": "https://a.example/q.png",
            },
          ],
          "kind": "paragraph",
        },
      ]
    `);
    expect(readMarkdown('<script>\nalert(1)\n</script>')).toEqual([
      { kind: 'raw', text: '<script>\nalert(1)\n</script>' },
    ]);
  });

  it('loses nothing: a definition stays in sight', () => {
    expect(readMarkdown('[a]: https://a.example')).toEqual([{ kind: 'raw', text: '[a]: https://a.example' }]);
  });

  it('leaves what is too long, too many or too deep as it is written', () => {
    expect(readMarkdown('a'.repeat(10_001))).toBeUndefined();
    expect(readMarkdown('- a\n'.repeat(1000))).toBeUndefined();
    expect(readMarkdown(`${'> '.repeat(5000)}a`)).toBeUndefined();
  });
});

describe('toHttpUrl', () => {
  it('takes addresses of the web that show where they lead', () => {
    expect(toHttpUrl('https://a.example/x?y')).toBe('https://a.example/x?y');
    for (const url of [
      'javascript:x',
      '//a.example',
      'https://bank.example@evil.example/',
      'data:text/html,x',
      '',
    ])
      expect(toHttpUrl(url)).toBeUndefined();
  });
});

describe('looksLikeMarkdown', () => {
  it('tells set texts from prose', () => {
    for (const text of ['# a', 'x\n- b', '1. c', 'a **b**', 'see `x`', '```\n', '[a](https://b.example)'])
      expect(looksLikeMarkdown(text)).toBe(true);
    for (const text of ['Hello. 2 * 3 * 4', 'a - b', '#7', 'C# and F#', 'snake_case_name'])
      expect(looksLikeMarkdown(text)).toBe(false);
  });
});
