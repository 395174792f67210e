/** What is read of a text is read however its lines reach the file (bench/induce-shapes/written-otherwise.ts). */
import { describe, expect, it } from 'vitest';
import { SHAPES } from '../bench/induce-shapes/all-shapes.ts';
import { writtenAs, WAYS_TO_WRITE } from '../bench/induce-shapes/written-otherwise.ts';
import { measureShape } from '../bench/induce-shapes.ts';

/** Panels, Markdown, a chat, a log with times, and one that prints requests. */
const NAMES = ['crewai-console', 'markdown-report', 'agentscope-console', 'dotnet-console', 'rubyllm-log'];
const LEAST = 0.9;
/** In a chat without a blank line the time before each line may as well begin what is said there. */
const PARTLY: Readonly<Record<string, number>> = { 'agentscope-console, stamped': 0.7 };

describe.each(Object.keys(WAYS_TO_WRITE))('%s', (way) => {
  it.each(NAMES)('%s', async (name) => {
    const shape = SHAPES[name];
    expect(shape?.form).toBe('text');
    const { share } = await measureShape(name, writtenAs(shape!, way));
    expect(share).toBeGreaterThanOrEqual(PARTLY[`${name}, ${way}`] ?? LEAST);
  });
});
