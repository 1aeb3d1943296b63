// Light, dark, or what the system says. The choice is kept on this device.
import { signal } from '@preact/signals';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'hub.theme';

export const theme = signal<Theme>('system');

/** Reads the kept choice and applies it; called once at start, before anything is drawn. */
export function startTheme(): void {
  const kept = localStorage.getItem(storageKey);
  setTheme(themes.find((name) => name === kept) ?? 'system');
}

export function setTheme(next: Theme): void {
  theme.value = next;
  localStorage.setItem(storageKey, next);
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
}
