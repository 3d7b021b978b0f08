import { CLASS_NAMES } from '../benchmarks/geneval/names.ts';

/** Other names of the same 80 classes: COCO's where GenEval differs, and the older VOC ones some exports carry. */
const SYNONYMS: Record<string, string> = {
  mouse: 'computer mouse',
  remote: 'tv remote',
  keyboard: 'computer keyboard',
  motorbike: 'motorcycle',
  aeroplane: 'airplane',
  sofa: 'couch',
  pottedplant: 'potted plant',
  diningtable: 'dining table',
  tvmonitor: 'tv',
};

const KNOWN = new Set<string>(CLASS_NAMES);

/** A label that stands for nothing: COCO's numbering has gaps, and DETR has an output for each of them. */
const GAP = 'N/A';

/**
 * What each class output of a detector means, under GenEval's names; null for an output that means nothing.
 * `geneval` is the 80 names in order. Throws a sentence when a name is unknown: a typo would otherwise be an
 * object that is never found.
 */
export function resolveClasses(classes: string | readonly string[]): readonly (string | null)[] {
  if (classes === 'geneval') return CLASS_NAMES;
  if (typeof classes === 'string') {
    throw new Error(`there is no class list "${classes}": use "geneval", or a list of names`);
  }
  const unknown = classes.filter((name) => name !== GAP && !KNOWN.has(SYNONYMS[name] ?? name));
  if (unknown.length > 0) {
    throw new Error(
      `unknown class ${unknown.map((name) => `"${name}"`).join(', ')}: use the names of COCO or GenEval, and "${GAP}" for an output without a meaning`,
    );
  }
  return classes.map((name) => (name === GAP ? null : (SYNONYMS[name] ?? name)));
}
