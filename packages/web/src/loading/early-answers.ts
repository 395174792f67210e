/** What `early.js` has asked for before the program was there. Each answer is handed out once: whoever asks again wants news. */

declare global {
  var earlyAnswers: Map<string, Promise<Response>> | undefined;
}

/** @returns undefined where nothing of the kind is under way */
export function takeEarlyAnswer(method: string | undefined, url: string): Promise<Response> | undefined {
  if (method !== 'GET') return undefined;
  const answer = globalThis.earlyAnswers?.get(url);
  globalThis.earlyAnswers?.delete(url);
  return answer;
}
