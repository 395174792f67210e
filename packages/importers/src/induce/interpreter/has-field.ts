import type { FieldName } from '../adapter/adapter.ts';
import { type Piece } from './read-record.ts';
import { isEmpty } from '../adapter/select-value.ts';

/** Whether a piece has a field. */
export function hasField(piece: Piece, field: FieldName): boolean {
  switch (field) {
    case 'tool':
    case 'callText':
      return piece.calls.length > 0;
    case 'arguments':
      return piece.calls.some((call) => !isEmpty(call.arguments)) || piece.arguments !== undefined;
    case 'result':
      return piece.results.length > 0 || piece.calls.some((call) => call.result !== undefined);
    case 'callId':
      return [...piece.calls, ...piece.results].some(({ callId }) => callId !== undefined);
    case 'status':
    case 'success':
    case 'error':
    case 'exitCode':
      return [...piece.results, ...piece.calls.map(({ result }) => result)].some(
        (result) => result?.isError !== undefined,
      );
    case 'resultName':
      return piece.results.some(({ tool }) => tool !== undefined);
    case 'id':
    case 'parentId':
      return false;
    case 'asked':
      return piece.before !== undefined;
    case 'reply':
      return piece.more !== undefined;
    case 'role':
      return piece.role !== undefined;
    case 'text':
    case 'thought':
    case 'agent':
    case 'time':
    case 'endTime':
    case 'turnId':
    case 'model':
    case 'inputTokens':
    case 'outputTokens':
    case 'costUsd': {
      const value = piece[field];
      return value !== undefined && value !== '';
    }
  }
}
