import { SelectField } from '../components/SelectField.tsx';
import { type Benchmark, criterionOptions, type Part, sliceOptions } from './slices.ts';

interface PartFieldsProps {
  benchmark: Benchmark;
  chosen: Part & { criterion?: string | undefined };
  choose(change: Part & { criterion?: string | undefined }): void;
}

/** Category, domain, subdomain and criterion, those that the benchmark has. */
export function PartFields({ benchmark, chosen, choose }: PartFieldsProps) {
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
        none="Headline"
        value={criterion}
        options={criterionOptions(benchmark, chosen)}
        onChange={(value) => choose({ criterion: value })}
      />
    </>
  );
}
