import { describe, expect, it } from 'vitest';
import { type JsonValue, type StepJson, toStepJson } from '@tracewright/core';
import { buildSteps } from '../steps/build-steps.ts';
import { toolTurn } from '../testing/spans.ts';
import { cutStep, WHOLE_TEXT } from './cut-step.ts';

function step(given: JsonValue, result = 'ok'): StepJson {
  const found = buildSteps(toolTurn('m', [['bash', given, result]])).find(
    ({ action }) => action.tool === 'bash',
  );
  if (found === undefined) throw new Error('unreachable: the turn calls bash');
  return toStepJson(found);
}

describe('cutStep', () => {
  it('leaves a step as it is where nothing is long', () => {
    const short = step({ command: 'x'.repeat(WHOLE_TEXT) });
    expect(cutStep(short)).toEqual({ step: short, cuts: [] });
  });

  it('cuts a result, never through a pair, and keeps the whole beside it', () => {
    const text = `${'x'.repeat(WHOLE_TEXT - 1)}😀 and more`;
    const { step: cut, cuts } = cutStep(step({}, text));
    expect(cut.observation?.text).toBe('x'.repeat(WHOLE_TEXT - 1));
    expect(cuts).toEqual([{ pointer: '/observation/text', length: text.length, text }]);
  });

  it('leaves a large picture to be asked for', () => {
    const uri = `data:image/png;base64,${'A'.repeat(WHOLE_TEXT)}`;
    const pictures = [
      { mimeType: 'image/png', sizeBytes: 3, uri: 'data:image/png;base64,AAAA' },
      { mimeType: 'image/png', sizeBytes: 15_000, uri },
    ];
    const { step: cut, cuts } = cutStep({ ...step({}), pictures });
    expect(cut.pictures?.map((picture) => picture.uri)).toEqual(['data:image/png;base64,AAAA', null]);
    expect(cuts).toEqual([{ pointer: '/pictures/1/uri', length: uri.length, text: uri }]);
  });

  it('cuts a long argument for itself, so that the others keep their rows', () => {
    const long = 'y'.repeat(WHOLE_TEXT * 2);
    const { step: cut, cuts } = cutStep(step({ path: 'a.ts', 'new/text': long }));
    expect(cut.action.arguments).toEqual({ path: 'a.ts', 'new/text': 'y'.repeat(WHOLE_TEXT) });
    expect(cuts.map(({ pointer }) => pointer)).toEqual(['/action/arguments/new~1text']);
  });

  it.each<[string, JsonValue]>([
    ['many values', Array.from({ length: 50_000 }, (_, index) => index)],
    [
      'many long ones',
      Object.fromEntries(Array.from({ length: 9 }, (_, index) => [index, 'z'.repeat(9_000)])),
    ],
    ['a text deep inside', { edit: { content: 'w'.repeat(90_000) } }],
  ])('gives arguments with %s as JSON text', (_name, value) => {
    const { step: cut, cuts } = cutStep(step(value));
    const whole = JSON.stringify(value, null, 2);
    expect(cut.action.arguments).toBe(whole.slice(0, WHOLE_TEXT));
    expect(cuts.find(({ pointer }) => pointer === '/action/arguments')?.text).toBe(whole);
  });
});
