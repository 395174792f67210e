/** One POST, as a platform can do it. Rejects when there is no answer; any status is an answer. */
export type Send = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
) => Promise<SendAnswer>;

export interface SendAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The beginning of the body: 4,096 characters. */
  readonly text: string;
}

export const MAX_ANSWER_CHARACTERS = 4_096;

export const sendByFetch: Send = async (url, headers, body, signal) => {
  const response = await fetch(url, { method: 'POST', headers, body, signal });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after') ?? undefined,
    text: (await response.text()).slice(0, MAX_ANSWER_CHARACTERS),
  };
};
