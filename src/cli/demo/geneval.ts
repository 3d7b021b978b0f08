import { genevalQuestions } from '../../benchmarks/geneval/definition.ts';
import type { GenevalRecord } from '../../benchmarks/geneval/record.ts';
import { paint } from '../../painter/paint.ts';
import { demoPrompts } from '../../painter/prompts.ts';
import type { Demo } from './demo.ts';

const SAMPLES = 4;

/** Four pictures of each of GenEval's sixty demo prompts, judged by a detector. */
export const genevalDemo: Demo = {
  benchmark: 'geneval-demo',
  judge: 'demo-detector',
  kind: 'TEXT_TO_IMAGE',
  paint(style) {
    const verdicts = new Map<string, boolean[]>();
    const responses = genevalQuestions(demoPrompts()).flatMap(({ externalId, reference }, index) =>
      Array.from({ length: SAMPLES }, (_, sampleIndex) => {
        const record = reference as GenevalRecord;
        const { svg, truth } = paint(record, { seed: index * SAMPLES + sampleIndex, style });
        verdicts.set(record.tag, [...(verdicts.get(record.tag) ?? []), truth]);
        return { question: externalId, sampleIndex, content: [{ svg }] };
      }),
    );
    const means = [...verdicts.values()].map((of) => of.filter(Boolean).length / of.length);
    return { responses, truth: means.reduce((sum, mean) => sum + mean, 0) / means.length };
  },
};
