import { useRef } from 'react';
import { useMutation } from 'urql';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { CancelEvaluationDocument } from './live.generated.ts';

/** Stops the evaluation once somebody has said so twice. */
export function Cancel({ id }: { id: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [{ fetching, error }, cancel] = useMutation(CancelEvaluationDocument);
  const stop = async () => {
    const { error } = await cancel({ input: { evaluation: id } });
    if (!error) dialog.current?.close();
  };
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        Cancel…
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby="cancel-title">
        <h2 id="cancel-title">Stop this evaluation?</h2>
        <p>What was scored by now stays. The rest can be scored by another evaluation only.</p>
        {error && <ErrorNotice error={error} />}
        <div className="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            Go on scoring
          </button>
          <button type="button" className="danger" disabled={fetching} onClick={() => void stop()}>
            Stop it
          </button>
        </div>
      </dialog>
    </>
  );
}
