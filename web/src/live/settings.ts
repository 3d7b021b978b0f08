export interface SettingFact {
  name: string;
  text: string;
  /** Whether it needs a line of its own. */
  isLong: boolean;
}

/** Letters that stand beside others. */
const MOST = 60;

function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MOST ? JSON.stringify(value, null, 2) : text;
}

/** The settings of a run as people read them; what holds others is JSON, indented where it is long. */
export function settingFacts(settings: Readonly<Record<string, unknown>>): SettingFact[] {
  return Object.entries(settings).map(([name, value]) => {
    const text = typeof value === 'string' ? value : jsonText(value);
    return { name, text: text === '' ? '“”' : text, isLong: text.length > MOST || text.includes('\n') };
  });
}
