import { type ReactNode, useId, useState } from 'react';
import { CheckField } from '../components/CheckField.tsx';
import { SelectField } from '../components/SelectField.tsx';
import { shortRevision } from '../format.ts';
import type { Opened } from './Answer.tsx';
import { Boxes, nameOf } from './Boxes.tsx';
import { type Seen, seenIn } from './evidence.ts';
import { Pieces } from './Pieces.tsx';
import { rerunDates } from './reruns.ts';

/** As GenEval's script takes detections to be there. */
const LIKELY = 0.3;

interface Sighting {
  evaluation: string;
  label: string;
  seen: Seen;
}

/** The response with what a detector saw in it. */
export function Sightings({ opened, evaluation }: { opened: Opened; evaluation: string | undefined }) {
  const all = sightingsOf(opened);
  const [chosen, choose] = useState(evaluation);
  const [areShown, show] = useState(true);
  const [least, setLeast] = useState(LIKELY);
  const sighting = all.find((each) => each.evaluation === chosen) ?? all[0];
  const pieces = (overlay?: ReactNode) => <Pieces content={opened.content} of="response" overlay={overlay} />;
  if (!sighting) return pieces();
  const detections = sighting.seen.detections.filter(({ score }) => score >= least);
  return (
    <>
      <div className="sightings">
        <CheckField label="Show boxes" isChecked={areShown} onChange={show} />
        <Least value={least} onChange={setLeast} />
        {all.length > 1 && (
          <SelectField
            label="Seen by"
            value={sighting.evaluation}
            options={all.map(({ evaluation, label }) => ({ value: evaluation, label }))}
            onChange={choose}
          />
        )}
      </div>
      {pieces(areShown && <Boxes seen={sighting.seen} detections={detections} />)}
      <details>
        <summary>
          {detections.length} of {sighting.seen.detections.length} detections
        </summary>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Seen</th>
              <th scope="col" className="number">
                Score
              </th>
              <th scope="col" className="number">
                Box in pixels
              </th>
            </tr>
          </thead>
          <tbody>
            {detections.map((detection) => (
              <tr key={`${detection.class} ${detection.score} ${detection.box.join()}`}>
                <th scope="row">{nameOf(detection)}</th>
                <td className="number">{detection.score.toFixed(3)}</td>
                <td className="number">{detection.box.map((side) => Math.round(side)).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

function Least({ value, onChange }: { value: number; onChange(value: number): void }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Score of at least {value.toFixed(2)}</label>
      <input
        id={id}
        type="range"
        min="0"
        max="1"
        step="0.05"
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
      />
    </div>
  );
}

function sightingsOf({ judgements }: Opened): Sighting[] {
  const dates = rerunDates(judgements.map(({ evaluation }) => evaluation));
  return judgements.flatMap(({ evaluation, replies }) => {
    const seen = replies.map((reply) => seenIn(reply.evidence)).find((each) => each !== null);
    const { name, revision } = evaluation.judge;
    const label = [`${name} ${shortRevision(revision)}`, dates.get(evaluation.id)].filter(Boolean).join(', ');
    return seen ? [{ evaluation: evaluation.id, label, seen }] : [];
  });
}
