/** Saves a text as a file, as a download of the browser's. */
export function saveFile(name: string, type: string, parts: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the text over by then; given back at once, some save nothing.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
