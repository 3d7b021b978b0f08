import { print } from './print.js';

await print(`
  select entry, o.outcome, sum(o.scores)::integer as scores
  from bi_v1.board_rollup
    cross join lateral (values ('UNPARSEABLE', unparseable), ('OUT_OF_RANGE', out_of_range), ('JUDGE_ERROR', judge_error),
      ('MISSING_MEDIA', missing_media), ('NOT_SCORED', not_scored),
      ('MISSING_RESPONSE', no_response)) as o(outcome, scores)
  group by entry, o.outcome
  having sum(o.scores) > 0`);
