import * as z from 'zod/mini';

const detection = z.object({
  class: z.string(),
  score: z.number(),
  /** Left, top, right, bottom, in pixels of the picture. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  color: z.optional(z.nullable(z.string())),
});

const seen = z.object({
  width: z.number(),
  height: z.number(),
  detections: z.array(detection),
});

const likelihoods = z.object({
  options: z.array(z.object({ value: z.number(), p: z.nullable(z.number()) })),
});

export type Detection = z.infer<typeof detection>;

/** What a detector saw in a picture of that size. */
export type Seen = z.infer<typeof seen>;

/** Evidence is whatever a judge keeps: null where it is no detector's. */
export function seenIn(evidence: unknown): Seen | null {
  const read = seen.safeParse(evidence);
  return read.success ? read.data : null;
}

/** The answers a judge could give and how likely each was; empty where it was not asked so. */
export function likelihoodsIn(evidence: unknown): { value: number; p: number }[] {
  const read = likelihoods.safeParse(evidence);
  if (!read.success) return [];
  return read.data.options.flatMap(({ value, p }) => (p === null ? [] : [{ value, p }]));
}

const cut = z.object({ isCut: z.literal(true) });

/** Whether a judge had used up its tokens before it had said all. */
export function isCutIn(evidence: unknown): boolean {
  return cut.safeParse(evidence).success;
}
