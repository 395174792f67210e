/** A comparison of many attempts as text: what separates those that pass from those that fail, and where they part. */
import type { BranchJson, GroupComparisonJson, SeparationJson } from '@tracewright/core';
import { escapeLine } from '../text/escape.ts';
import { plural } from '../text/quantities.ts';
import type { Style } from '../text/style.ts';
import { truncate } from '../text/table.ts';

/** Places printed; --json has more. */
const SHOWN_BRANCHES = 12;

export function* describeGroup(group: GroupComparisonJson, style: Style, columns: number): Generator<string> {
  const { runs, passed, failed, unknown, separation, branches } = group;
  yield (
    style.bold(
      `${plural(runs.length, 'attempt')}: ${passed} passed, ${failed} failed${unknown === 0 ? '' : `, ${unknown} unknown`}`,
    ) + '\n'
  );
  yield `  ${describePower(group)}\n`;
  if (separation !== null) yield describeSeparation(separation, group, style, columns);
  if (branches.length === 0) yield 'They part nowhere: all do the same.\n';
  else yield style.bold('Where they part, earliest first') + '\n';
  for (const branch of branches.slice(0, SHOWN_BRANCHES)) yield describeBranch(branch, style, columns);
  const more = branches.length - SHOWN_BRANCHES;
  if (more > 0) yield `  … ${plural(more, 'more place')}: --json has them\n`;
}

function describePower({ smallestP, level, asked, passed, failed }: GroupComparisonJson): string {
  if (smallestP === null)
    return 'Nothing can be told apart by outcome: that takes at least one passing and one failing attempt.';
  if (smallestP > level)
    return `So few attempts can show nothing: even something that all ${failed} failing and none of the ${passed} passing ones do would have p = ${formatP(smallestP)}.`;
  return `The smallest p that they can give is ${formatP(smallestP)}; ${plural(asked, 'question')} could be answered.`;
}

function describeSeparation(
  separation: SeparationJson,
  { level }: GroupComparisonJson,
  style: Style,
  columns: number,
): string {
  const { adjustedP, p, failedWith, failedWithout, passedWith, passedWithout, difference } = separation;
  const isShown = adjustedP !== null && adjustedP <= level;
  const verdict = isShown
    ? style.green(`shown: corrected p = ${formatP(adjustedP)}`)
    : style.yellow(
        adjustedP === null
          ? `not shown: p = ${formatP(p)}, before any correction`
          : `not shown: corrected p = ${formatP(adjustedP)}`,
      );
  const { runId, stepIndex } = separation.example;
  return [
    `${style.bold('What separates them best')}  (${verdict})`,
    `  ${truncate(name(separation), Math.max(20, columns - 2))}`,
    `  done by ${failedWith} of ${failedWith + failedWithout} failing and ${passedWith} of ${passedWith + passedWithout} passing attempts; who does it fails ${Math.abs(difference * 100).toFixed(0)} points ${difference < 0 ? 'less' : 'more'} often`,
    `  as in step ${stepIndex} of ${runId}`,
    '',
  ].join('\n');
}

function describeBranch({ column, variants, absent }: BranchJson, style: Style, columns: number): string {
  const row = (passed: number, failed: number, text: string): string =>
    `    ${style.green(String(passed).padStart(3))} passed ${style.red(String(failed).padStart(3))} failed  ${truncate(text, Math.max(20, columns - 28))}\n`;
  return [
    `  place ${column}\n`,
    ...variants.map((variant) => row(variant.passed, variant.failed, name(variant))),
    ...(absent.passed + absent.failed === 0 ? [] : [row(absent.passed, absent.failed, 'nothing here')]),
  ].join('');
}

function name({ tool, text }: { readonly tool: string | null; readonly text: string | null }): string {
  return escapeLine(tool === null ? 'a message' : `${tool} ${text ?? '(any arguments)'}`);
}

function formatP(p: number): string {
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}
