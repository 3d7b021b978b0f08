// Written by `npm run codegen` from export/link.graphql and schema/*.graphql.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A table that can be exported. */
export type ExportTable =
  /** Models ranked on a benchmark or a part of it. */
  | 'LEADERBOARD'
  /** Every score, with the reason where there is no value. */
  | 'SCORES'
  /** Sums by evaluation, slice and criterion. */
  | 'ROLLUPS'
  /** What the models answered. */
  | 'RESPONSES';

/** The format of an export. */
export type ExportFormat =
  /** Comma-separated, with a header line. */
  | 'CSV'
  /** A JSON object a line. */
  | 'JSONL'
  /** Parquet, which can be read in parts. */
  | 'PARQUET';

/** What a link opens, and for how long. */
export type CreateExportLinkInput = {
  /** The table. */
  table: ExportTable;
  /** The format. */
  format?: ExportFormat;
  /** Which rows. */
  filters?: ExportFilters | null | undefined;
  /** How long it opens, from 1 minute to 10,080, a week. */
  minutes?: number;
};

/** Which rows of an export; a filter that a table does not have is refused. */
export type ExportFilters = {
  /** Slug of a benchmark; a leaderboard needs it. */
  benchmark?: string | null | undefined;
  /** Global id of an evaluation; of responses, those of its run. */
  evaluation?: string | null | undefined;
  /** Name of a model. */
  model?: string | null | undefined;
  /** A judge's name, or `name@revision`. */
  judge?: string | null | undefined;
  /** Slug of a category; it needs a benchmark or an evaluation, as the next ones. */
  category?: string | null | undefined;
  /** Slug of a domain. */
  domain?: string | null | undefined;
  /** Slug of a subdomain. */
  subdomain?: string | null | undefined;
  /** Slug of a criterion. */
  criterion?: string | null | undefined;
  /** Only scores with these outcomes. */
  outcome?: Array<Outcome> | null | undefined;
  /** Which reading ranks a leaderboard. */
  mode?: Mode | null | undefined;
  /** What the strict reading of a leaderboard makes of values that are not there. */
  missing?: MissingPolicy | null | undefined;
  /** Whether a leaderboard ranks incomplete evaluations too. */
  rankIncomplete?: boolean | null | undefined;
};

/** The two readings of the same replies. */
export type Mode =
  /** As the published script parses and aggregates, quirks included. */
  | 'OFFICIAL'
  /** As a careful person would read, with every missing answer accounted for. */
  | 'STRICT';

/**
 * What the strict reading makes of an expected score without a value: UNPARSEABLE, OUT_OF_RANGE, JUDGE_ERROR,
 * MISSING_MEDIA, NOT_SCORED or MISSING_RESPONSE. The official reading has its script's own ways and takes no notice.
 */
export type MissingPolicy =
  /** It is left out, as if it would have been like the others. */
  | 'DROP'
  /**
   * It counts as the worst value of its scale, and in `n`. The interval takes such values to be questions of their own,
   * as few as can hold them, since the sums do not say which questions lack them.
   */
  | 'ZERO'
  /**
   * The mean is that of DROP; `low` and `high` are no interval but what the mean of a full run would be if every such value
   * were the lowest, and if every one were the highest. Ranks are those of DROP.
   */
  | 'BOUNDS';

/** What became of one criterion of one response. */
export type Outcome =
  /** It has a value. */
  | 'SCORED'
  /** The criterion does not apply to this response. */
  | 'NOT_APPLICABLE'
  /** The judge's reply could not be read. */
  | 'UNPARSEABLE'
  /** The judge's reply is outside the scale. */
  | 'OUT_OF_RANGE'
  /** The judge failed. */
  | 'JUDGE_ERROR'
  /** A picture of the response is missing or broken. */
  | 'MISSING_MEDIA'
  /** The run has the response, and this judge has not scored it; while the evaluation runs, not yet. */
  | 'NOT_SCORED'
  /** The run has no response. */
  | 'MISSING_RESPONSE';

export type CreateExportLinkMutationVariables = Exact<{
  input: CreateExportLinkInput;
}>;


export type CreateExportLinkMutation = { createExportLink: { link: { path: string, expiresAt: string } } };


export const CreateExportLinkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateExportLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateExportLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createExportLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"link"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]}}]} as unknown as DocumentNode<CreateExportLinkMutation, CreateExportLinkMutationVariables>;
