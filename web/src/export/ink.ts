const TOKENS = ['paper', 'surface', 'ink', 'ink-soft', 'line', 'accent', 'heat'] as const;

/** Colours of the theme in use, for what is drawn without the page's styles. */
export type Ink = Record<(typeof TOKENS)[number], string>;

export function inkInUse(): Ink {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const ink = Object.fromEntries(TOKENS.map((token) => [token, read(token)])) as Ink;
  probe.remove();
  return ink;
}
