import { useId, useRef, useState } from 'react';
import { useMutation } from 'urql';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { SelectField } from '../components/SelectField.tsx';
import { announce } from '../layout/Announcer.tsx';
import { CreateExportLinkDocument, type CreateExportLinkInput } from './link.generated.ts';
import './link.css';

interface LinkDialogProps {
  /** What is opened, for those who do not see where the button stands. */
  what: string;
  table: CreateExportLinkInput['table'];
  filters: CreateExportLinkInput['filters'];
  /** What of the screen the link does not have. */
  note?: string | undefined;
}

const FORMATS = [
  { value: 'PARQUET', label: 'Parquet' },
  { value: 'CSV', label: 'CSV' },
  { value: 'JSONL', label: 'JSON lines' },
] as const;

const TIMES = [
  { value: '60', label: 'An hour' },
  { value: '1440', label: 'A day' },
  { value: '10080', label: 'A week' },
];

/** Makes an address of what is on screen, for programs that read one. */
export function LinkDialog({ what, table, filters, note }: LinkDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [{ data, error, fetching }, create] = useMutation(CreateExportLinkDocument);
  const [format, chooseFormat] = useState<(typeof FORMATS)[number]['value']>('PARQUET');
  const keyField = useId();
  const [key, enterKey] = useState('');
  const [minutes, chooseMinutes] = useState('60');
  const [made, keepMade] = useState<string | null>(null);
  const choice = JSON.stringify([table, filters, format, minutes, key]);
  const link = made === choice && data ? data.createExportLink.link : null;
  const address = link && new URL(link.path.slice(1), document.baseURI).href;
  const make = async () => {
    const headers = { authorization: `Bearer ${key.trim()}` };
    await create(
      { input: { table, format, filters, minutes: Number(minutes) } },
      { fetchOptions: { headers } },
    );
    keepMade(choice);
  };
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    announce('The link was copied.');
  };
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        Link…<span className="unseen"> to {what}</span>
      </button>
      <dialog ref={dialog} className="dialog link-dialog" aria-label={`A link to ${what}`}>
        <h2>A link to {what}</h2>
        <p>
          It opens without a key for pandas, polars, DuckDB and whoever else has it, until its time is over or
          the key that made it is revoked. <code>assay keys create NAME</code> makes a key.
        </p>
        {note && <p>{note}</p>}
        <div className="fields">
          <SelectField
            label="Format"
            value={format}
            options={FORMATS}
            onChange={(value) =>
              chooseFormat(FORMATS.find((each) => each.value === value)?.value ?? 'PARQUET')
            }
          />
          <SelectField
            label="Opens for"
            value={minutes}
            options={TIMES}
            onChange={(value) => chooseMinutes(value ?? '60')}
          />
          <div className="field">
            <label htmlFor={keyField}>API key</label>
            <input
              id={keyField}
              type="password"
              autoComplete="off"
              placeholder="assay_…"
              value={key}
              onChange={({ target }) => enterKey(target.value)}
            />
          </div>
        </div>
        {error && made === choice && <ErrorNotice error={error} />}
        {address && (
          <input
            className="link-address"
            aria-label="Link"
            readOnly
            value={address}
            onFocus={({ target }) => target.select()}
          />
        )}
        <div className="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
          {address && 'clipboard' in navigator ? (
            <button type="button" onClick={() => void copy(address)}>
              Copy
            </button>
          ) : (
            <button
              type="button"
              disabled={fetching || address !== null || key.trim() === ''}
              onClick={() => void make()}
            >
              Make the link
            </button>
          )}
        </div>
      </dialog>
    </>
  );
}
