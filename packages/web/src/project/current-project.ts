/** The project whose runs the page shows: chosen once, kept for the next visit. */
const STORAGE_KEY = 'tracewright-project';
const DEFAULT_PROJECT = 'default';

/** Undefined for the default one. A browser that keeps nothing for pages has only that. */
export const CURRENT_PROJECT: string | undefined = read();

function read(): string | undefined {
  try {
    return localStorage.getItem(STORAGE_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Shows the list of runs of another project. */
export function chooseProject(name: string): void {
  try {
    if (name === DEFAULT_PROJECT) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, name);
  } catch {
    return;
  }
  // Everything on the page is of the old one.
  location.assign('/');
}
