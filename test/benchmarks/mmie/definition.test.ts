import { expect, test } from 'vitest';
import { MMIE } from '../../../src/benchmarks/mmie/definition.ts';

test('MMIE has 3 categories and 12 domains', () => {
  expect(MMIE.categories.map(({ slug, children }) => [slug, children?.map((domain) => domain.slug)])).toEqual(
    [
      ['situational-analysis', ['literature']],
      ['project-based-learning', ['education', 'finance', 'health', 'eecs', 'art', 'sports', 'philosophy']],
      ['multi-step-reasoning', ['mathematics', 'statistics', 'physics', 'coding']],
    ],
  );
});

test('every category has six criteria of a point each, two of them a penalty beside', () => {
  const of = (category: string) => MMIE.criteria.filter((criterion) => criterion.category === category);

  expect(MMIE.categories.map(({ slug }) => of(slug).filter(({ scale }) => scale.max === 1).length)).toEqual([
    6, 6, 6,
  ]);
  expect(MMIE.criteria.filter(({ scale }) => scale.min === -1).map(({ category }) => category)).toEqual([
    'situational-analysis',
    'project-based-learning',
  ]);
  expect(of('project-based-learning').map(({ slug }) => slug)).toContain('text-image-coherence');
});

test('a criterion is one by category and slug', () => {
  const keys = MMIE.criteria.map(({ category, slug }) => `${category}/${slug}`);

  expect(new Set(keys).size).toBe(keys.length);
});
