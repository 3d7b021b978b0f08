import { useSyncExternalStore } from 'react';
import { openCell } from '../cell.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'assay-theme';

const isTheme = (value: unknown): value is Theme => THEMES.includes(value as Theme);

/** A browser may keep nothing, or forbid asking. */
function remembered(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return isTheme(kept) ? kept : 'system';
  } catch {
    return 'system';
  }
}

const theme = openCell<Theme>(remembered());

export function applyTheme(): void {
  document.documentElement.dataset['theme'] = theme.get();
}

export function setTheme(next: Theme): void {
  theme.set(next);
  applyTheme();
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // It holds until the page is left.
  }
}

export const useTheme = (): Theme => useSyncExternalStore(theme.subscribe, theme.get);
