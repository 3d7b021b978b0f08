import { PartFields } from '../choosing/PartFields.tsx';
import type { Benchmark } from '../choosing/slices.ts';
import { CheckField } from '../components/CheckField.tsx';
import { SelectField } from '../components/SelectField.tsx';
import type { Choose, CompareSearch } from './search.ts';

const LEVELS = [
  { value: 'DOMAIN', label: 'Domains' },
  { value: 'SUBDOMAIN', label: 'Subdomains' },
] as const;

const TESTS = [
  { value: 'PAIRED_T', label: 'Paired t' },
  { value: 'WILCOXON', label: 'Wilcoxon' },
  { value: 'MCNEMAR', label: 'McNemar' },
];

interface OptionsProps {
  benchmark: Benchmark;
  search: CompareSearch;
  choose: Choose;
}

export function Options({ benchmark, search, choose }: OptionsProps) {
  const levels = LEVELS.filter(({ value }) => benchmark.slices.some(({ level }) => level === value));
  return (
    <form className="fields" aria-label="What to compare" onSubmit={(event) => event.preventDefault()}>
      <PartFields {...{ benchmark, choose }} chosen={search} />
      {levels.length > 0 && (
        <SelectField
          label="Slices"
          none="Categories"
          value={search.by}
          options={levels}
          onChange={(by) => choose({ by: by as CompareSearch['by'] })}
        />
      )}
      <SelectField
        label="Reading"
        none="Strict"
        value={search.mode}
        options={[{ value: 'OFFICIAL', label: 'Official' }]}
        onChange={(mode) => choose({ mode: mode as CompareSearch['mode'] })}
      />
      <SelectField
        label="Test"
        none="As the scores suggest"
        value={search.test}
        options={TESTS}
        onChange={(test) => choose({ test: test as CompareSearch['test'] })}
      />
      <CheckField
        label="Allow different judges"
        isChecked={search.judges ?? false}
        onChange={(judges) => choose({ judges: judges || undefined })}
      />
    </form>
  );
}
