import type { JsonObject } from '@tracewright/core';
import type { RecordCase } from '../adapter/adapter.ts';
import { findPlaces, pathOf } from '../adapter/path.ts';

/** `{"output": "on"}` beside `{"lamps": 2}`: of what came back an object that has not the member of the others is itself what it brought. */
export function orWhole(recordCase: RecordCase, blocks: readonly JsonObject[]): RecordCase {
  const { as, when, fields, inside } = recordCase;
  const { result = [], ...others } = fields;
  const isPlain =
    as === 'result' && when.length === 0 && inside === undefined && Object.keys(others).length === 0;
  if (!isPlain || result.length === 0) return recordCase;
  const isTold = (block: JsonObject): boolean =>
    result.some((one) => typeof one === 'string' && [...findPlaces(block, pathOf(one))].length > 0);
  return blocks.every(isTold) ? recordCase : { ...recordCase, fields: { result: [...result, ''] } };
}
