import type { FaithfulnessPrompts } from './promptFile.ts';

/** Form of the published questions: the question, then its options, of which the value is the number. */
function asked(
  question: string,
  absent: string | null,
  grades: readonly [string, string, string, string, string],
) {
  const options = [...(absent ? [`-1.${absent}`] : []), ...grades.map((grade, value) => `${value}.${grade}`)];
  return `${question} \nOptions: ${options.join(', ')}, the answer is`;
}

const graded = (what: string, are: string, have: string): [string, string, string, string, string] => [
  `${what} ${have} an unbearable flaw`,
  `${what} ${have} a serious flaw that cannot be accepted`,
  `${what} ${have} a slight flaw that does not disturb`,
  `${what} ${are} nearly right, with a few small flaws`,
  `${what} ${are} entirely right and true to life`,
];

/** The five faithfulness questions in our own wording, with the published options. */
export const OWN_FAITHFULNESS_PROMPTS: FaithfulnessPrompts = {
  body: asked(
    'Look at the bodies of people and animals in the picture: are limbs or heads missing, doubled or cut off, or is anything else wrong with them?',
    'There is no body of a person or animal in the picture',
    graded('The bodies', 'are', 'have'),
  ),
  hand: asked(
    'Look at the hands of people and animals in the picture: are there too many or too few fingers, broken or misshapen ones, or is anything else wrong with them?',
    'There is no hand of a person or animal in the picture',
    graded('The hands', 'are', 'have'),
  ),
  face: asked(
    'Look at the faces of people and animals in the picture: are they distorted, lopsided or of odd features, or is anything else wrong with them?',
    'There is no face of a person or animal in the picture',
    graded('The faces', 'are', 'have'),
  ),
  object: asked(
    'Look at the things in the picture: are any of them distorted, or unlike what they are in the real world?',
    null,
    graded('The things', 'are', 'have'),
  ),
  common: asked(
    'Does anything in the picture go against common sense or logic?',
    null,
    graded('The logic of the picture', 'is', 'has'),
  ),
};
