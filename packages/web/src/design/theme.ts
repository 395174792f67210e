/**
 * Light, dark, or the system's choice. The choice is remembered in this browser; `early.js` applies it
 * before the first paint.
 */
import { useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'tracewright-theme';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

function readTheme(): Theme {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be refused: the choice then holds for this page only.
  }
}

export function useTheme(): { readonly theme: Theme; readonly toggle: () => void } {
  const [theme, setTheme] = useState(readTheme);
  const toggle = (): void => {
    const next = NEXT[theme];
    applyTheme(next);
    setTheme(next);
  };
  return { theme, toggle };
}
