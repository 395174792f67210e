/** What is read of a text is read however its lines reach the file (bench/induce-shapes/written-otherwise.ts). */
import { describe, expect, it } from 'vitest';
import { SHAPES } from '../bench/induce-shapes/all-shapes.ts';
import { writtenAs, WAYS_TO_WRITE } from '../bench/induce-shapes/written-otherwise.ts';
import { measureShape } from '../bench/induce-shapes.ts';

/** Panels, Markdown, a chat, a log with times, and one that prints requests. */
const NAMES = ['agentscope-console', 'crewai-console', 'dotnet-console', 'markdown-report', 'rubyllm-log'];
const READ = Object.entries(SHAPES).filter(([name]) => NAMES.includes(name));
const LEAST = 0.9;
/** In a chat without a blank line the time before each line may as well begin what is said there. */
const PARTLY: Readonly<Record<string, number>> = { 'agentscope-console, stamped': 0.7 };

it('knows the shapes', () => {
  expect(READ.map(([name]) => name).toSorted()).toEqual(NAMES);
});

describe.each(Object.keys(WAYS_TO_WRITE))('%s', (way) => {
  it.each(READ)('%s', async (name, shape) => {
    const { share } = await measureShape(name, writtenAs(shape, way));
    expect(share).toBeGreaterThanOrEqual(PARTLY[`${name}, ${way}`] ?? LEAST);
  });
});
