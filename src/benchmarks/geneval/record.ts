import { z } from 'zod';
import { CLASS_NAMES } from './names.ts';

export const TAGS = ['single_object', 'two_object', 'counting', 'colors', 'position', 'color_attr'] as const;
export const RELATIONS = ['left of', 'right of', 'above', 'below'] as const;

const className = z.enum(CLASS_NAMES);

const requirement = z.object({
  class: className,
  count: z.number().int().min(0),
  color: z.string().optional(),
  /** Relation, then the index in `include` of the object it is relative to. */
  position: z.tuple([z.string(), z.number().int()]).optional(),
});

/** One line of GenEval's evaluation_metadata.jsonl. Keys this program does not read are kept. */
export const genevalRecord = z.looseObject({
  tag: z.string().min(1),
  include: z.array(requirement).default([]),
  exclude: z.array(z.looseObject({ class: className, count: z.number().int() })).optional(),
  prompt: z.string(),
});

export type GenevalRecord = z.infer<typeof genevalRecord>;
