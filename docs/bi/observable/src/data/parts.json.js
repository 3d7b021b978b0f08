import { print } from './print.js';

await print(`
  select benchmark, coalesce(domain_name, category_name) as part, entry,
    (sum(value_sum) / sum(n) - min(scale_min)) / (min(scale_max) - min(scale_min)) * 100 as percent
  from bi_v1.board_rollup
  where is_headline
  group by benchmark, category, part, entry
  having sum(n) > 0 and min(pool) = max(pool)
  order by benchmark, category, part`);
