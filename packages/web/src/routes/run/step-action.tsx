import { Fragment, type ReactNode, useMemo } from 'react';
import { appendPointer, isJsonObject, type JsonValue, type StepJson } from '@tracewright/core';
import { FoldedText, type TextRest } from '../../components/folded-text.tsx';
import { toPlainText } from '../../text/plain-text.ts';
import { listArgumentQuotes, toArgumentText } from '../../text/argument-quotes.ts';
import { findEdit } from '../../text/edit-lines.ts';
import type { Quote } from '../../text/quotes.ts';
import type { TextRange } from '../../text/text-range.ts';
import type { RestOf } from './find-rest.ts';
import { ARGUMENT_LIMITS, OUTPUT_LIMITS, PROSE_LIMITS } from './text-limits.ts';

interface StepActionProps {
  readonly action: StepJson['action'];
  readonly isByAgent: boolean;
  readonly restOf: RestOf;
  readonly quotes: readonly Quote[];
  readonly activeFinding: string | undefined;
  readonly range: TextRange | undefined;
}

const NAME_LENGTH = 200;
const ARGUMENTS = '/action/arguments';
/** Arguments beyond this many are shown as one JSON text. */
const ROWS = 40;

/** What the step did: the words of a message, or a tool call with its arguments. */
export function StepAction({
  action: { tool, text, arguments: given },
  isByAgent,
  restOf,
  ...marks
}: StepActionProps): ReactNode {
  if (tool === null) {
    return text === null || text === '' ? null : (
      <FoldedText
        text={text}
        rest={restOf('/action/text')}
        face="prose"
        limits={PROSE_LIMITS}
        part="message"
        isMarkdown={isByAgent}
        what="message"
        {...marks}
      />
    );
  }
  if (text !== null && isOnlyArgument(given, text)) {
    const name = Object.keys(given ?? {})[0] ?? 'command';
    const rest = restOf('/action/text');
    return (
      <div className="step-call">
        <Argument name={name} value={text} rest={rest} {...marks} />
      </div>
    );
  }
  return hasNothing(given) ? null : (
    <div className="step-call">
      <Arguments value={given} restOf={restOf} {...marks} />
    </div>
  );
}

/** The one text of a tool that takes just one text stands in both places; it is shown without its name. */
function isOnlyArgument(value: JsonValue, text: string): boolean {
  if (value === null) return true;
  const values = isJsonObject(value) ? Object.values(value) : [];
  return values.length === 1 && values[0] === text;
}

function hasNothing(value: JsonValue): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

interface ArgumentsProps {
  readonly value: JsonValue;
  readonly quotes: readonly Quote[];
  readonly activeFinding: string | undefined;
  readonly range: TextRange | undefined;
}

/** An object as rows of name and value, so that long texts keep their lines; anything else as JSON. */
function Arguments({ value, restOf, ...marks }: ArgumentsProps & { readonly restOf: RestOf }): ReactNode {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  const edit = useMemo(() => findEdit(value), [value]);
  const isEdit =
    edit !== undefined && edit.names.every((name) => restOf(appendPointer(ARGUMENTS, name)) === undefined);
  if (entries.length === 0 || entries.length > ROWS) {
    return (
      <FoldedText
        text={toArgumentText(value)}
        rest={restOf(ARGUMENTS)}
        face="output"
        limits={ARGUMENT_LIMITS}
        part="arguments"
        what="arguments"
        {...marks}
      />
    );
  }
  return (
    <dl className="step-arguments">
      {entries.map(([name, argument]) => {
        if (isEdit && name === edit.names[1]) return null;
        const isOld = isEdit && name === edit.names[0];
        return (
          <Fragment key={name}>
            <dt className="trace-text">{isOld ? 'change' : toPlainText(name.slice(0, NAME_LENGTH))}</dt>
            <dd>
              {isOld ? (
                <FoldedText
                  text={edit.text}
                  styledParts={edit.parts}
                  face="output"
                  limits={OUTPUT_LIMITS}
                  what="change"
                  quotes={marks.quotes}
                  activeFinding={marks.activeFinding}
                />
              ) : (
                <Argument
                  name={name}
                  value={argument}
                  rest={restOf(appendPointer(ARGUMENTS, name))}
                  {...marks}
                />
              )}
            </dd>
          </Fragment>
        );
      })}
    </dl>
  );
}

function Argument({
  name,
  value,
  rest,
  quotes,
  activeFinding,
  range,
}: ArgumentsProps & { readonly name: string; readonly rest: TextRest | undefined }): ReactNode {
  const own = useMemo(() => listArgumentQuotes(name, value, quotes), [name, value, quotes]);
  return (
    <FoldedText
      text={toArgumentText(value)}
      rest={rest}
      face="output"
      limits={ARGUMENT_LIMITS}
      quotes={own}
      activeFinding={activeFinding}
      range={range}
      part={`arguments/${name.slice(0, NAME_LENGTH)}`}
      what={name.slice(0, NAME_LENGTH)}
    />
  );
}
