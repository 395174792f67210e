/**
 * Whom a span was made for and in which session, under the names that many SDKs share and those of coding agents and frameworks
 * without a dialect of their own. What only one dialect writes is read there.
 *
 * **Source:** OpenTelemetry registry (session.id, user.id, enduser.id); OpenInference (session.id, user.id); code.claude.com/docs/en/
 * monitoring-usage (session.id), openai/codex docs/config.md [otel] (conversation.id), LangWatch's synthetic payloads
 * (claude.code.session_id, claude.cowork.session_id), LangGraph (thread_id).
 */
import { findId } from '../reading/json-text.ts';
import type { SpanFacts, SpanView } from './span-facts.ts';

export function readSessionAndUser({ attributes }: Pick<SpanView, 'attributes'>): SpanFacts {
  return {
    conversation: findId(
      attributes,
      'session.id',
      'conversation.id',
      'claude.code.session_id',
      'claude.cowork.session_id',
      'langgraph.thread_id',
    ),
    user: findId(attributes, 'user.id', 'enduser.id'),
  };
}
