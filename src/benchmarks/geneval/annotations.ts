import { invalid } from '../fields.ts';
import type { GenevalRecord } from './record.ts';

/** Counts up whenever a verdict may come out otherwise; part of the revision of the people's judge. */
export const ANNOTATION_RULE = 'geneval-annotations/1';

/** What one person answered about one picture (a row of annotations_*.csv). */
export interface Annotation {
  /** Line of the prompt in evaluation_metadata.jsonl, counted from 0. */
  promptIndex: number;
  /** Picture of the prompt, counted from 0. */
  imageId: number;
  url: string;
  caption: string;
  answers: AnnotationAnswers;
}

export interface AnnotationAnswers {
  /** How many of each object are seen; 5 stands for five or more, null where nothing was entered. */
  counts: (number | null)[];
  /** Colours ticked for each object. */
  colors: string[][];
  x: string | null;
  y: string | null;
  /** Everything that is in the picture, in the person's own words. */
  objects: string | null;
  quality: number | null;
}

/** Columns that verdicts are made of. */
export const ANNOTATION_COLUMNS = [
  'Input.prompt_id',
  'Input.image_id',
  'Input.image_url',
  'Input.caption',
  'Answer.task-count-0',
  'Answer.task-count-1',
  'Answer.task-color-0',
  'Answer.task-color-1',
  'Answer.task-position-x',
  'Answer.task-position-y',
] as const;

export function parseAnnotation(fields: Readonly<Record<string, string>>, place: string): Annotation {
  const text = (name: string): string | null => fields[name]?.trim() || null;
  const number = (name: string): number | null => {
    const value = text(name);
    if (value === null) return null;
    if (!Number.isFinite(Number(value)))
      throw invalid(place, `"${name}" is no number: ${JSON.stringify(value)}`);
    return Number(value);
  };
  const index = (name: string): number => {
    const value = number(name);
    if (value === null || !Number.isInteger(value) || value < 0)
      throw invalid(place, `"${name}" must be a whole number, is ${JSON.stringify(fields[name] ?? '')}`);
    return value;
  };
  return {
    promptIndex: index('Input.prompt_id'),
    imageId: index('Input.image_id'),
    url: text('Input.image_url') ?? '',
    caption: text('Input.caption') ?? '',
    answers: {
      counts: [number('Answer.task-count-0'), number('Answer.task-count-1')],
      colors: [text('Answer.task-color-0'), text('Answer.task-color-1')].map((all) => all?.split('|') ?? []),
      x: text('Answer.task-position-x'),
      y: text('Answer.task-position-y'),
      objects: text('Answer.task-objects'),
      quality: number('Answer.task-quality'),
    },
  };
}

/**
 * Whether a person saw what the prompt asks for: exactly as many where the task is counting and at least as many
 * elsewhere, the colour among those ticked, and the side chosen. The paper does not spell its rule out; this one gives
 * exactly its 860 unanimous pictures.
 */
export function annotationVerdict({ tag, include }: GenevalRecord, answers: AnnotationAnswers): boolean {
  return include.every(({ count, color, position }, index) => {
    const seen = answers.counts[index] ?? 0;
    if (tag === 'counting' ? seen !== count : seen < count) return false;
    if (color !== undefined && !answers.colors[index]?.includes(color)) return false;
    return position === undefined || isPlaced(position[0], answers);
  });
}

function isPlaced(relation: string, { x, y }: AnnotationAnswers): boolean {
  if (relation === 'left of') return x === 'left';
  if (relation === 'right of') return x === 'right';
  return y === relation;
}
