/**
 * UTF-16 units by class of case: whatever simple case folding makes equal has one class. Coarser than folding where that is
 * simpler (all halves of pairs are one class), which costs an index built on it a little selectivity and never a match.
 *
 * **Source:** Unicode CaseFolding.txt, statuses C and S: derived here from the language's own case mappings, since units
 * that fold together share an upper or a lower case form.
 */
const UNITS = 0x10000;

let classes: Uint16Array | undefined;

/** The class of each unit. Made at first use, in about 50 ms. */
export function foldClasses(): Uint16Array {
  classes ??= makeClasses();
  return classes;
}

function makeClasses(): Uint16Array {
  const parents = Uint16Array.from({ length: UNITS }, (_, unit) => unit);
  const find = (unit: number): number => {
    let root = unit;
    while (parents[root] !== root) root = parents[root] ?? root;
    parents[unit] = root;
    return root;
  };
  const byForm = new Map<string, number>();
  for (let unit = 0; unit < UNITS; unit += 1) {
    if (unit >= 0xd800 && unit <= 0xdfff) {
      parents[unit] = 0xd800;
      continue;
    }
    const character = String.fromCharCode(unit);
    for (const form of [character.toUpperCase(), character.toLowerCase()]) {
      const other = byForm.get(form);
      if (other === undefined) byForm.set(form, unit);
      else parents[find(unit)] = find(other);
    }
  }
  return Uint16Array.from({ length: UNITS }, (_, unit) => find(unit));
}
