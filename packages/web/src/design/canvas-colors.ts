import { useEffect, useState } from 'react';

/** Colours of the theme for a canvas, which knows no custom properties. @param probe an element of the page */
export function readColors<Name extends string>(
  probe: HTMLElement,
  properties: Readonly<Record<Name, string>>,
): Readonly<Record<Name, string>> {
  const before = probe.style.color;
  const read = (property: string): string => {
    probe.style.color = `var(${property})`;
    return getComputedStyle(probe).color;
  };
  // The cast: the keys are those given.
  const colors = Object.fromEntries(
    Object.entries<string>(properties).map(([name, property]) => [name, read(property)]),
  ) as Record<Name, string>;
  probe.style.color = before;
  return colors;
}

/** Changes whenever the page turns dark or light: what is drawn is to be drawn again. */
export function useThemeChanges(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const tell = (): void => setChanges((count) => count + 1);
    const system = matchMedia('(prefers-color-scheme: dark)');
    const observer = new MutationObserver(tell);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    system.addEventListener('change', tell);
    return () => {
      observer.disconnect();
      system.removeEventListener('change', tell);
    };
  }, []);
  return changes;
}
