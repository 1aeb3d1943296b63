// A button that cycles through system, light and dark theme and names the current one.
import { Icon } from '../components/icon.tsx';
import { setTheme, theme, themes } from './theme.ts';

const icons = { system: 'system', light: 'sun', dark: 'moon' } as const;

export function ThemeSwitch() {
  const current = theme.value;
  const next = themes[(themes.indexOf(current) + 1) % themes.length] ?? 'system';
  const name = `Theme: ${current}. Switch to ${next}`;
  return (
    <button type="button" class="icon-button" aria-label={name} title={name} onClick={() => setTheme(next)}>
      <Icon name={icons[current]} />
    </button>
  );
}
