import { PartFields } from '../choosing/PartFields.tsx';
import type { Parts } from '../choosing/slices.ts';
import { CheckField } from '../components/CheckField.tsx';
import { OUTCOME_NAMES, STORED_OUTCOMES } from '../outcomes.ts';
import type { Span } from '../scale.ts';
import { NumberField } from './NumberField.tsx';
import type { AnswersSearch } from './search.ts';

export interface Choices {
  slices: Parts['slices'];
  criteria: (Parts['criteria'][number] & { scale: Span })[];
}

const isSame = (a: Span, b: Span | undefined): boolean => a.min === b?.min && a.max === b?.max;

interface FiltersProps extends Choices {
  search: AnswersSearch;
  /** Other answers are meant then: none of them is open. */
  onChange(change: Partial<AnswersSearch>): void;
}

export function Filters({ slices, criteria, search, onChange }: FiltersProps) {
  const { criterion, outcome = [], min, max } = search;
  const asked = criteria.filter(({ slug }) => !criterion || slug === criterion);
  const scale = asked.every((each) => isSame(each.scale, asked[0]?.scale)) ? asked[0]?.scale : undefined;
  return (
    <search className="answers-filters">
      <div className="fields">
        <PartFields benchmark={{ slices, criteria }} chosen={search} choose={onChange} noCriterion="All" />
        <NumberField
          label="Lowest score"
          value={min}
          placeholder={scale && String(scale.min)}
          onChange={(value) => onChange({ min: value })}
        />
        <NumberField
          label="Highest score"
          value={max}
          placeholder={scale && String(scale.max)}
          onChange={(value) => onChange({ max: value })}
        />
      </div>
      <fieldset className="answers-outcomes">
        <legend className="unseen">Outcomes</legend>
        {STORED_OUTCOMES.map((each) => (
          <CheckField
            key={each}
            label={OUTCOME_NAMES[each]}
            isChecked={outcome.includes(each)}
            onChange={(isChecked) =>
              onChange({
                outcome: isChecked ? [...outcome, each] : outcome.filter((other) => other !== each),
              })
            }
          />
        ))}
      </fieldset>
    </search>
  );
}
