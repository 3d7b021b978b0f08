import type { Option } from '../components/SelectField.tsx';

export interface SliceChoice {
  slug: string;
  name: string;
  level: 'CATEGORY' | 'DOMAIN' | 'SUBDOMAIN';
  parent: { slug: string; parent?: { slug: string } | null } | null;
}

interface Path {
  category?: string | undefined;
  domain?: string | undefined;
}

/** What may be chosen at a level under what is chosen above it, each name once. */
export function sliceOptions(
  slices: readonly SliceChoice[],
  level: SliceChoice['level'],
  { category, domain }: Path,
): Option[] {
  const fits = ({ parent }: SliceChoice): boolean => {
    if (level === 'CATEGORY') return true;
    if (level === 'DOMAIN') return !category || parent?.slug === category;
    return (!domain || parent?.slug === domain) && (!category || parent?.parent?.slug === category);
  };
  const options = new Map<string, Option>();
  for (const slice of slices) {
    if (slice.level === level && fits(slice))
      options.set(slice.slug, { value: slice.slug, label: slice.name });
  }
  return [...options.values()];
}
