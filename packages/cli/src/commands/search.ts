import {
  parseFilter,
  type SearchHitJson,
  type SearchRequest,
  SPAN_ATTRIBUTES,
  SPAN_FIELDS,
} from '@tracewright/core';
import { type Backend, openBackend } from '../backend/open-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { writeJsonArray } from '../io.ts';
import { parseLimit } from '../parse-limit.ts';
import { escapeLine } from '../text/escape.ts';
import { createStyle, type Style } from '../text/style.ts';

const DEFAULT_LIMIT = 20;
/** Spans asked for at once, at most. */
const PAGE = 100;
/** Digits of a run id that are shown: `show` takes the beginning of one. */
const SHORT_ID = 8;

export async function run(context: CommandContext): Promise<number> {
  const { io, positionals, isJson } = context;
  const query = positionals.join(' ');
  const where = context.text('where');
  // Before the store is opened: a slip in the filter is told at once.
  if (where !== undefined) parseFilter(where, SPAN_FIELDS, SPAN_ATTRIBUTES);
  const limit = parseLimit('search', context.text('limit'));
  const request = { query, ...(where === undefined ? {} : { where }) };
  await using backend = await openBackend(context, 'read');
  if (isJson) {
    await writeJsonArray(io, searchAll(backend, request, limit ?? Infinity));
    return 0;
  }
  const style = createStyle(io.hasColor);
  const shown = limit ?? DEFAULT_LIMIT;
  let count = 0;
  // One more than is shown tells whether there are more.
  for await (const hit of searchAll(backend, request, shown + 1)) {
    count += 1;
    if (count <= shown) await io.write(`${describeHit(hit, style)}\n`);
  }
  if (count > shown) await io.write('There is more: --limit N shows more, --where narrows\n');
  if (count === 0) await io.write(await describeNothing(backend, request));
  return 0;
}

/** The places found, page by page, at most `limit`. */
async function* searchAll(
  backend: Backend,
  request: SearchRequest,
  limit: number,
): AsyncGenerator<SearchHitJson> {
  let left = limit;
  let cursor: string | null = null;
  do {
    const page = await backend.search({
      ...request,
      limit: Math.min(PAGE, left),
      ...(cursor === null ? {} : { cursor }),
    });
    yield* page.hits.slice(0, left);
    left -= page.hits.length;
    cursor = page.next;
  } while (cursor !== null && left > 0);
}

function describeHit(hit: SearchHitJson, style: Style): string {
  const { quote, start, end } = hit;
  const head = [
    hit.runId.slice(0, SHORT_ID),
    hit.stepIndex === null ? '-' : `#${hit.stepIndex}`,
    hit.where,
    ...[hit.agent, hit.tool ?? hit.name].flatMap((name) => (name === null ? [] : [escapeLine(name)])),
    ...(hit.time === null ? [] : [hit.time.slice(0, 16).replace('T', ' ')]),
  ];
  const text = `${escapeLine(quote.slice(0, start))}${style.bold(escapeLine(quote.slice(start, end)))}${escapeLine(quote.slice(end))}`;
  return `${style.dim(head.join('  '))}\n    ${text.trim()}`;
}

async function describeNothing(backend: Backend, { query, where }: SearchRequest): Promise<string> {
  const { total } = await backend.listRuns({ limit: 1 });
  if (total === 0) return 'No runs yet. Import some:  tracewright import PATH\n';
  return `Nothing ${where === undefined ? '' : 'that matches the filter '}contains "${escapeLine(query)}".\n`;
}
