import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import type { Benchmark } from '../choosing/slices.ts';
import { SelectField } from '../components/SelectField.tsx';
import { instant, shortRevision } from '../format.ts';
import { settingsText } from '../leaderboard/rows.ts';
import type { Option } from '../option.ts';
import { CandidatesDocument, type CandidatesQuery } from './compare.generated.ts';
import type { Choose } from './search.ts';

export type Candidate = CandidatesQuery['evaluations']['nodes'][number];

/** What one comparison takes. */
const MOST = 10;

interface ChosenProps {
  all: readonly Benchmark[];
  benchmark: Benchmark;
  ids: readonly string[];
  named: ReadonlyMap<string, Candidate>;
  choose: Choose;
}

/** The evaluations to compare, the first as the baseline, and those that can be added. */
export function Chosen({ all, benchmark, ids, named, choose }: ChosenProps) {
  const [{ data }] = useQuery({ query: CandidatesDocument, variables: { benchmark: benchmark.slug } });
  const rest = (data?.evaluations.nodes ?? []).filter(({ id }) => !ids.includes(id));
  return (
    <section className="section" aria-label="Evaluations to compare">
      <div className="fields chosen-fields">
        <SelectField
          label="Benchmark"
          value={benchmark.slug}
          options={all.map(({ slug, name }) => ({ value: slug, label: name }))}
          onChange={(slug) => choose({ ...NOTHING, benchmark: slug })}
        />
        <SelectField
          label={ids.length === 0 ? 'Baseline' : 'Add an evaluation'}
          none={ids.length >= MOST ? `${MOST} are the most` : 'Choose one of the newest…'}
          value={undefined}
          options={ids.length >= MOST ? [] : rest.map(asOption)}
          onChange={(id) => id && choose({ evaluations: [...ids, id] })}
        />
      </div>
      {ids.length > 0 && (
        <ol className="chosen">
          {ids.map((id, index) => (
            <ChosenItem key={id} isBaseline={index === 0} name={nameOf(id, named)} {...{ id, ids, choose }} />
          ))}
        </ol>
      )}
    </section>
  );
}

interface ChosenItemProps {
  id: string;
  name: string;
  isBaseline: boolean;
  ids: readonly string[];
  choose: Choose;
}

function ChosenItem({ id, name, isBaseline, ids, choose }: ChosenItemProps) {
  const others = ids.filter((each) => each !== id);
  return (
    <li className="card chosen-item">
      <span className="chosen-name" title={name}>
        <Link to="/evaluations/$id" params={{ id }}>
          {name}
        </Link>
      </span>
      {isBaseline ? (
        <span className="tag">baseline</span>
      ) : (
        <button type="button" onClick={() => choose({ evaluations: [id, ...others] })}>
          Make baseline<span className="unseen"> of {name}</span>
        </button>
      )}
      <button type="button" onClick={() => choose({ evaluations: others })}>
        Remove<span className="unseen"> {name}</span>
      </button>
    </li>
  );
}

const nameOf = (id: string, named: ReadonlyMap<string, Candidate>): string => {
  const found = named.get(id);
  return found ? asOption(found).label : 'an evaluation that is not here';
};

function asOption({ id, run, judge, createdAt }: Candidate): Option {
  const parts = [
    run.model.name,
    `${judge.name}@${shortRevision(judge.revision)}`,
    instant(createdAt),
    // Last, since they may be long and are cut where there is no room.
    settingsText(run.settings),
  ];
  return { value: id, label: parts.filter(Boolean).join(' · ') };
}

/** Choices that another benchmark does not know. */
const NOTHING = {
  evaluations: undefined,
  category: undefined,
  domain: undefined,
  subdomain: undefined,
  criterion: undefined,
  by: undefined,
} as const;
