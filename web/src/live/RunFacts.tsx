import { count, instant } from '../format.ts';
import { settingFacts } from './settings.ts';
import type { Opened } from './useLive.ts';

/** What made the responses, every setting by its name. */
export function RunFacts({ run }: { run: Opened['run'] }) {
  const settings = settingFacts(run.settings);
  return (
    <section className="section" aria-labelledby="run">
      <div className="section-head">
        <h2 id="run">Run</h2>
      </div>
      <dl className="card run-facts">
        <div>
          <dt>Model</dt>
          <dd>
            {run.model.name}{' '}
            <span className="soft">({run.model.kind.toLowerCase().replaceAll('_', '-')})</span>
          </dd>
        </div>
        <div>
          <dt>Responses</dt>
          <dd>{count(run.responseCount)}</dd>
        </div>
        <div>
          <dt>Samples of a question</dt>
          <dd>{count(run.samplesPerQuestion)}</dd>
        </div>
        <div>
          <dt>Made</dt>
          <dd>{instant(run.createdAt)}</dd>
        </div>
        {settings.length === 0 && (
          <div>
            <dt>Settings</dt>
            <dd className="soft">none were given</dd>
          </div>
        )}
        {settings.map(({ name, text, isLong }) => (
          <div key={name} data-long={isLong}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
