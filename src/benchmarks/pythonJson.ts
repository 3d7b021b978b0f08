/** A number that Python holds as a float, so that 10 prints as `10.0`. */
export class PythonFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** The text of Python's `json.dumps(value)` with its defaults: ", " and ": " between, non-ASCII escaped. */
export function pythonJson(value: unknown): string {
  if (value instanceof PythonFloat) return pythonFloat(value.value);
  if (typeof value === 'string') return escapeNonAscii(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return `{${fields.map(([key, field]) => `${escapeNonAscii(JSON.stringify(key))}: ${pythonJson(field)}`).join(', ')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

function escapeNonAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `repr(float)`: the shortest digits that read back equal, exponent form below 1e-4 and from 1e16. */
function pythonFloat(value: number): string {
  const size = Math.abs(value);
  if (Object.is(value, -0)) return '-0.0';
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    return `${digits}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, '0')}`;
  }
  const text = String(value);
  return Number.isInteger(value) && !text.includes('.') ? `${text}.0` : text;
}
