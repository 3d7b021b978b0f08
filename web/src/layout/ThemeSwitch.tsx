import { setTheme, THEMES, useTheme } from './theme.ts';

const NAMES = { system: 'Auto', light: 'Light', dark: 'Dark' } as const;

export function ThemeSwitch() {
  const theme = useTheme();
  return (
    <fieldset className="switch">
      <legend className="unseen">Theme</legend>
      {THEMES.map((each) => (
        <label key={each}>
          <input
            className="unseen"
            type="radio"
            name="theme"
            value={each}
            checked={theme === each}
            onChange={() => setTheme(each)}
          />
          <span>{NAMES[each]}</span>
        </label>
      ))}
    </fieldset>
  );
}
