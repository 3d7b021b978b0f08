/** The tokens that drawings are made with. */
export const TOKENS = ['paper', 'surface', 'ink', 'ink-soft', 'line', 'accent', 'heat'] as const;

/** Colours of the theme in use, for what is drawn without the page's styles. */
export type Ink = Record<(typeof TOKENS)[number], string>;
