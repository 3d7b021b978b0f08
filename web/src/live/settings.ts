export interface SettingFact {
  name: string;
  text: string;
  /** Whether it needs a line of its own. */
  isLong: boolean;
}

/** The settings of a run as people read them; what holds others is written as indented JSON. */
export function settingFacts(settings: Readonly<Record<string, unknown>>): SettingFact[] {
  return Object.entries(settings).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
    return { name, text: text === '' ? '“”' : text, isLong: text.length > 60 || text.includes('\n') };
  });
}
