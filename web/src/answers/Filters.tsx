import { CheckField } from '../components/CheckField.tsx';
import { SelectField } from '../components/SelectField.tsx';
import { OUTCOME_NAMES, STORED_OUTCOMES } from '../outcomes.ts';
import type { Span } from '../scale.ts';
import { NumberField } from './NumberField.tsx';
import type { AnswersSearch } from './search.ts';
import { type SliceChoice, sliceOptions } from './slices.ts';

export interface Choices {
  slices: readonly SliceChoice[];
  criteria: readonly { slug: string; name: string; scale: Span }[];
}

const isSame = (a: Span, b: Span | undefined): boolean => a.min === b?.min && a.max === b?.max;

interface FiltersProps extends Choices {
  search: AnswersSearch;
  /** Other answers are meant then: none of them is open. */
  onChange(change: Partial<AnswersSearch>): void;
}

export function Filters({ slices, criteria, search, onChange }: FiltersProps) {
  const { category, domain, subdomain, criterion, outcome = [], min, max } = search;
  const options = {
    category: sliceOptions(slices, 'CATEGORY', {}),
    domain: sliceOptions(slices, 'DOMAIN', { category }),
    subdomain: sliceOptions(slices, 'SUBDOMAIN', { category, domain }),
  };
  const asked = criteria.filter(({ slug }) => !criterion || slug === criterion);
  const scale = asked.every((each) => isSame(each.scale, asked[0]?.scale)) ? asked[0]?.scale : undefined;
  const named = new Map(criteria.map(({ slug, name }) => [slug, { value: slug, label: name }]));
  return (
    <search className="answers-filters">
      <div className="fields">
        <SelectField
          label="Category"
          none="All"
          value={category}
          options={options.category}
          onChange={(value) => onChange({ category: value, domain: undefined, subdomain: undefined })}
        />
        {(options.domain.length > 0 || domain) && (
          <SelectField
            label="Domain"
            none="All"
            value={domain}
            options={options.domain}
            onChange={(value) => onChange({ domain: value, subdomain: undefined })}
          />
        )}
        {(options.subdomain.length > 0 || subdomain) && (
          <SelectField
            label="Subdomain"
            none="All"
            value={subdomain}
            options={options.subdomain}
            onChange={(value) => onChange({ subdomain: value })}
          />
        )}
        {(named.size > 1 || criterion) && (
          <SelectField
            label="Criterion"
            none="All"
            value={criterion}
            options={[...named.values()]}
            onChange={(value) => onChange({ criterion: value })}
          />
        )}
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
