import { useEffect, useId, useState } from 'react';

interface NumberFieldProps {
  label: string;
  value: number | undefined;
  placeholder?: string | undefined;
  onChange(value: number | undefined): void;
}

/** A number that may be left out; half-typed ones are not taken yet. */
export function NumberField({ label, value, placeholder, onChange }: NumberFieldProps) {
  const id = useId();
  const [typed, type] = useState(value === undefined ? '' : String(value));
  useEffect(() => {
    type((before) => (readNumber(before) === value ? before : value === undefined ? '' : String(value)));
  }, [value]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        step="any"
        value={typed}
        placeholder={placeholder}
        onChange={({ target }) => {
          type(target.value);
          if (target.validity.valid) onChange(readNumber(target.value));
        }}
      />
    </div>
  );
}

const readNumber = (typed: string): number | undefined => {
  const value = Number.parseFloat(typed);
  return Number.isFinite(value) ? value : undefined;
};
