/** Going back: to a place left before, or on what was done. */
import { hashText } from '../../text/hash-text.ts';

/** Undoes what was done: in a shell, an editor, a service. */
const UNDOES =
  /\bgit\s+(?:-\S+\s+)*(?:checkout|restore|revert|reset|stash)\b|\b(?:undo|roll(?:ing|ed)?[ -]?back|revert(?:s|ed|ing)?)\b|\bundo_edit\b/i;
/** Where a step works: a page, or a file named with its folder or kind. */
const PLACE =
  /https?:\/\/[^\s"'<>()[\]\\]+|(?:[\w.-]*\/)+[\w-]+\.\w{1,5}\b|\b[\w-]+\.(?:py|js|ts|md|txt|csv|json|xlsx?|pdf|html?|sh|c|cpp|java|go|rs|ya?ml)\b/i;
/** Places kept, as hashes; a run that visits more is compared with its first ones. */
const MAX_PLACES = 50_000;

export class PlaceMemory {
  readonly #seen = new Map<string, Set<number>>();
  readonly #latest = new Map<string, number>();
  #count = 0;

  /** Whether an agent undoes something or comes back to a place after it was at another; the place is known from now on. */
  take(agent: string, text: string): boolean {
    const name = PLACE.exec(text)?.[0].toLowerCase();
    if (name === undefined) return UNDOES.test(text);
    const place = hashText(name);
    const seen = this.#seen.get(agent) ?? new Set();
    this.#seen.set(agent, seen);
    const comesBack = seen.has(place) && this.#latest.get(agent) !== place;
    this.#latest.set(agent, place);
    if (!seen.has(place) && this.#count < MAX_PLACES) {
      seen.add(place);
      this.#count += 1;
    }
    return comesBack || UNDOES.test(text);
  }
}
