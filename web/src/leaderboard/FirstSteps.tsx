import { Link } from '@tanstack/react-router';
import { Commands } from '../components/Commands.tsx';

/** What to do while nothing at all is evaluated here. */
export function FirstSteps() {
  return (
    <section className="card first-steps" aria-labelledby="first-steps">
      <h2 id="first-steps">Nothing is evaluated here yet: what to do first</h2>
      <ol>
        <li>
          <h3>You have results of a published script</h3>
          <p>Bring its file in; the board is here a moment later.</p>
          <Commands
            lines={[
              'npm run assay -- import geneval-results results.jsonl --model my-model',
              'npm run assay -- import mmie-results eval_result.json --model my-model',
            ]}
          />
        </li>
        <li>
          <h3>You have pictures or answers</h3>
          <p>Install the questions, start a worker beside this server, and let it score what you bring in.</p>
          <Commands
            lines={[
              'npm run assay -- benchmark install geneval',
              'npm run assay -- worker --judge demo-detector',
              'npm run assay -- import geneval images/ --model my-model --evaluate demo-detector',
            ]}
          />
        </li>
        <li>
          <h3>You only want to see it work</h3>
          <p>Stop this server and start everything at once: it paints and scores two models of a demo.</p>
          <Commands lines={['npm start']} />
        </li>
      </ol>
      <p className="note">
        <code>npm run assay -- import --help</code> lists every file it reads. What is being scored shows
        under <Link to="/evaluations">Evaluations</Link> as it goes; <a href="graphql">GraphQL</a> asks the
        API.
      </p>
    </section>
  );
}
