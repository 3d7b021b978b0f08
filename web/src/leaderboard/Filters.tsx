import { PartFields } from '../choosing/PartFields.tsx';
import { type Benchmark, judgeOptions } from '../choosing/slices.ts';
import { CheckField } from '../components/CheckField.tsx';
import { SearchField } from '../components/SearchField.tsx';
import { SelectField } from '../components/SelectField.tsx';
import type { Choose, LeaderboardSearch } from './search.ts';

interface FiltersProps {
  all: readonly Benchmark[];
  benchmark: Benchmark;
  search: LeaderboardSearch;
  choose: Choose;
}

const MODES = [{ value: 'OFFICIAL', label: 'Official' }];
const MISSING = [
  { value: 'ZERO', label: 'Counts as worst' },
  { value: 'BOUNDS', label: 'Bounds' },
];

export function Filters({ all, benchmark, search, choose }: FiltersProps) {
  return (
    <form className="fields" aria-label="What to show" onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label="Benchmark"
        value={benchmark.slug}
        options={all.map(({ slug, name }) => ({ value: slug, label: name }))}
        onChange={(slug) => choose({ ...NOTHING, benchmark: slug })}
      />
      <PartFields {...{ benchmark, choose }} chosen={search} />
      <SelectField
        label="Judge"
        none="The board’s own"
        value={search.judge}
        options={judgeOptions(benchmark)}
        onChange={(judge) => choose({ judge, baseline: undefined })}
      />
      <SelectField
        label="Reading"
        none="Strict"
        value={search.mode}
        options={MODES}
        onChange={(mode) => choose({ mode: mode as LeaderboardSearch['mode'] })}
      />
      <SelectField
        label="Missing values"
        none="Left out"
        value={search.missing}
        options={MISSING}
        onChange={(missing) => choose({ missing: missing as LeaderboardSearch['missing'] })}
      />
      <SearchField
        label="Model"
        value={search.model ?? ''}
        onChange={(model) => choose({ model }, { replace: true })}
      />
      <CheckField
        label="Rank incomplete"
        isChecked={search.incomplete ?? false}
        onChange={(incomplete) => choose({ incomplete: incomplete || undefined })}
      />
    </form>
  );
}

/** Choices that another benchmark does not know. */
const NOTHING: Partial<LeaderboardSearch> = {
  category: undefined,
  domain: undefined,
  subdomain: undefined,
  criterion: undefined,
  judge: undefined,
  baseline: undefined,
  heat: undefined,
};
