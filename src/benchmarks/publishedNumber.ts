/** A number quoted from a paper or page. What the source does not say, such as n or an interval, is not made up. */
export interface PublishedNumber {
  /** The model's name as published. */
  model: string;
  /** Slug of the category; null for the whole benchmark. */
  category: string | null;
  /** Who scored, as published. */
  scorer: string;
  /** In units of the benchmark's scale. */
  mean: number;
  /** As printed, where the source prints percent. */
  percent: number | null;
  /** Page or paper, with its commit or version. */
  source: string;
  note: string | null;
}
