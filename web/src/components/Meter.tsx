interface MeterProps {
  /** What is measured, for those who do not see it. */
  label: string;
  value: number;
  max: number;
}

/** How much of a whole is there. */
export function Meter({ label, value, max }: MeterProps) {
  const share = max > 0 ? Math.min(value / max, 1) : 0;
  return (
    <span
      className="meter"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      data-full={share === 1}
    >
      <span style={{ width: `${share * 100}%` }} />
    </span>
  );
}
