// The colour theme: light, dark or the system setting. The choice is stored on this device.
import { signal } from '@preact/signals';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'hub.theme';

export const theme = signal<Theme>('system');

/** Reads the stored choice and applies it; called once at start, before the first render. */
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
