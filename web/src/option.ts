/** Something that can be chosen. */
export interface Option {
  value: string;
  label: string;
}
