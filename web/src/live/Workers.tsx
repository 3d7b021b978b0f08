import { useState } from 'react';
import { Scroller } from '../components/Scroller.tsx';
import { count, NONE } from '../format.ts';
import { useFollow } from '../graphql/follow.ts';
import { LiveWorkersDocument, type LiveWorkersSubscription } from './live.generated.ts';

type Worker = LiveWorkersSubscription['workersChanged']['workers'][number];

const NAMES: Record<Worker['status'], string> = {
  STARTING: 'Starting',
  WORKING: 'Scoring',
  IDLE: 'Waiting for work',
  FENCED: 'Fenced',
  STOPPED: 'Gone',
};

/** One that works and has a reason to tell is kept from it. */
const doing = ({ status, reason }: Worker): string =>
  status === 'WORKING' && reason ? 'Kept from scoring' : NAMES[status];

/** Who serves this judge, on which device and how fast. Told by the server whenever one reports. */
export function Workers({ judge }: { judge: { id: string; name: string } }) {
  const [workers, setWorkers] = useState<readonly Worker[] | null>(null);
  useFollow(
    LiveWorkersDocument,
    { judge: judge.id },
    {
      cursorOf: ({ workersChanged }) => workersChanged.cursor,
      onData: ({ workersChanged }) => setWorkers(workersChanged.workers),
    },
  );
  const present = workers?.filter(({ status }) => status !== 'STOPPED') ?? [];
  const pace = present.reduce((sum, { imagesPerSecond }) => sum + (imagesPerSecond ?? 0), 0);
  return (
    <section className="section" aria-labelledby="workers">
      <div className="section-head">
        <h2 id="workers">Workers</h2>
        {present.length > 0 && (
          <span className="soft small">{pace.toFixed(1)} pictures a second together</span>
        )}
      </div>
      {present.length > 0 ? (
        <WorkerTable workers={present} />
      ) : (
        <p className="card none">
          {workers === null ? (
            'Asking who is at work…'
          ) : (
            <>
              No worker serves this judge now. <code>assay worker --judge {judge.name}</code> starts one.
            </>
          )}
        </p>
      )}
    </section>
  );
}

function WorkerTable({ workers }: { workers: readonly Worker[] }) {
  return (
    <Scroller label="Workers">
      <table className="table workers">
        <caption className="unseen">Workers that serve this judge</caption>
        <thead>
          <tr>
            <th scope="col">Host</th>
            <th scope="col">Device</th>
            <th scope="col">Doing</th>
            <th scope="col" className="number">
              Pictures a second
            </th>
            <th scope="col" className="number">
              Prepared
            </th>
            <th scope="col" className="number">
              Memory
            </th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.id} data-worker={worker.status}>
              <th scope="row">{worker.host}</th>
              <td>{worker.device}</td>
              <td>
                {doing(worker)}
                {worker.reason && <span className="soft">: {worker.reason}</span>}
              </td>
              <td className="number">{worker.imagesPerSecond?.toFixed(1) ?? NONE}</td>
              <td className="number">{worker.queueDepth === null ? NONE : count(worker.queueDepth)}</td>
              <td className="number">
                {worker.memoryBytes === null
                  ? NONE
                  : `${count(Math.round(worker.memoryBytes / 2 ** 20))} MiB`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}
