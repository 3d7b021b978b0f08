import { SelectField } from '../components/SelectField.tsx';
import { criterionOptions, type Part, type Parts, sliceOptions } from './slices.ts';

interface PartFieldsProps {
  benchmark: Parts;
  chosen: Part & { criterion?: string | undefined };
  choose(change: Part & { criterion?: string | undefined }): void;
  /** What having chosen no criterion means. */
  noCriterion?: string;
}

/** Category, domain, subdomain and criterion, those that the benchmark has. */
export function PartFields({ benchmark, chosen, choose, noCriterion = 'Headline' }: PartFieldsProps) {
  const categories = sliceOptions(benchmark, 'CATEGORY', {});
  const domains = sliceOptions(benchmark, 'DOMAIN', chosen);
  const subdomains = sliceOptions(benchmark, 'SUBDOMAIN', chosen);
  const { category, domain, subdomain, criterion } = chosen;
  return (
    <>
      <SelectField
        label="Category"
        none="All"
        value={category}
        options={categories}
        onChange={(value) =>
          choose({ category: value, domain: undefined, subdomain: undefined, criterion: undefined })
        }
      />
      {(domains.length > 0 || domain) && (
        <SelectField
          label="Domain"
          none="All"
          value={domain}
          options={domains}
          onChange={(value) => choose({ domain: value, subdomain: undefined })}
        />
      )}
      {(subdomains.length > 0 || subdomain) && (
        <SelectField
          label="Subdomain"
          none="All"
          value={subdomain}
          options={subdomains}
          onChange={(value) => choose({ subdomain: value })}
        />
      )}
      <SelectField
        label="Criterion"
        none={noCriterion}
        value={criterion}
        options={criterionOptions(benchmark, chosen)}
        onChange={(value) => choose({ criterion: value })}
      />
    </>
  );
}
