/** Who marks, remembered in this browser. */
const KEY = 'tracewright-author';
/** Whose marks they are when nobody says. */
export const NOBODY = 'anonymous';

export function readAuthor(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export function keepAuthor(author: string): void {
  try {
    localStorage.setItem(KEY, author);
  } catch {
    // Nothing is remembered where nothing may be stored.
  }
}
