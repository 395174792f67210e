/** The text of docs/formats.md, from the registry. `npx tsx --conditions=@tracewright/source scripts/write-docs.ts` writes it. */
import { FORMATS } from '@tracewright/importers';
import { liveSourceDocs } from './live-sources.ts';

export function formatDocs(): string {
  const rows = FORMATS.map(
    ({ name, title, versions, kept, dropped, specification }) =>
      `### \`${name}\`: ${title}\n\n- Versions: ${versions}\n- Kept: ${kept}\n- Left out: ${dropped}\n- Described at: ${specification}\n`,
  );
  return `# Formats

Written by \`scripts/write-docs.ts\` from the registry; do not edit by hand.

A format is found by looking inside a file, never by its name alone. The formats are asked in this order; the first that matches takes the file and
claims its companions. \`.gz\`, \`.tar\`, \`.tar.gz\`, \`.zip\` and \`.eval\` are opened in place. A single JSON value up to 128 MiB is parsed whole; larger ones, and
JSON lines of any size, are streamed.

| asked | format | |
| --- | --- | --- |
${FORMATS.map(({ name, title }, index) => `| ${index + 1} | \`${name}\` | ${title} |`).join('\n')}

${rows.join('\n')}
${liveSourceDocs()}`;
}
