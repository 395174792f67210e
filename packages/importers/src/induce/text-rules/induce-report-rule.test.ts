import { expect, it } from 'vitest';
import { readTextRecords } from '../containers/read-text-records.ts';
import { induceReportRule } from './induce-report-rule.ts';

const REPORT = `## Report

---

I look at the soil first.

### 🔨 \`soil\`

**Parameters:**
\`\`\`json
{"house": 4}
\`\`\`

**Result:**
\`\`\`text
dry

### no heading
\`\`\`

Then the tank.

### 🔨 \`tank_level\`

**→** 4120 l

---

### 🔨 \`set_valve\`

**Parameters:**
\`\`\`json
{"valve": 3}
\`\`\`

❌ **Error:** \`valve 3:
no answer\`

---

It is *away*.

**Sorry:** I tried.
`;

it('reads calls below headings in code, what came back under labels, and what is said between them', () => {
  const rule = induceReportRule(REPORT);
  expect(rule).toMatchObject({ divider: '---', fenced: ['Result'] });
  const { records } = readTextRecords(REPORT, rule ?? { headers: [], skipFences: false });
  expect(
    records.map(({ label, tool, text }) => (tool === undefined ? [label, text] : [label, tool])),
  ).toEqual([
    ['reply', 'I look at the soil first.'],
    ['tool_call', 'soil'],
    ['Parameters', '```json\n{"house": 4}\n```'],
    ['Result', '```text\ndry\n\n### no heading\n```'],
    ['reply', 'Then the tank.'],
    ['tool_call', 'tank_level'],
    ['→', '4120 l'],
    ['tool_call', 'set_valve'],
    ['Parameters', '```json\n{"valve": 3}\n```'],
    ['Error', 'valve 3:\nno answer'],
    ['reply', 'It is *away*.\n\n**Sorry:** I tried.'],
  ]);
});

it('takes no reference of functions for it, whose headings are in code too', () => {
  const reference = ['soil', 'tank', 'valve'].map(
    (name) => `### \`${name}\`\n\nReads the ${name}.\n\n**Since:** 1.0\n`,
  );
  expect(induceReportRule(reference.join('\n'))).toBeUndefined();
});
