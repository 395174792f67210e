import { useEffect, useRef } from 'react';
import { OVERLAY } from '../design/overlay.ts';

/** `KeyboardEvent.key` to what it does. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Single-key commands. They rest while someone types, holds a modifier, or has a dialog or menu open. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector(OVERLAY) !== null) return;
      const act = Object.hasOwn(latest.current, event.key) ? latest.current[event.key] : undefined;
      if (act === undefined) return;
      event.preventDefault();
      act(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type="checkbox"]), textarea, [role="combobox"], [contenteditable="true"]') !==
      null
  );
}
