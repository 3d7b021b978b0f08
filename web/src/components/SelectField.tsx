import { useId } from 'react';
import type { Option } from '../option.ts';

export type { Option };

interface SelectFieldProps {
  label: string;
  value: string | undefined;
  options: readonly Option[];
  /** What having chosen nothing means; without it something is always chosen. */
  none?: string;
  onChange(value: string | undefined): void;
}

export function SelectField({ label, value, options, none, onChange }: SelectFieldProps) {
  const id = useId();
  // A link may choose what is not among them: it is shown, not silently changed.
  const isUnknown = value !== undefined && !options.some((option) => option.value === value);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        title={options.find((option) => option.value === value)?.label ?? value ?? none}
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value || undefined)}
      >
        {none !== undefined && <option value="">{none}</option>}
        {isUnknown && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
