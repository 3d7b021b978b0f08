import { print } from './print.js';

await print(`
  select s.benchmark, coalesce(s.domain_name, s.category_name) as part, m.model,
    (sum(r.value_sum) / sum(r.n) - c.scale_min) / (c.scale_max - c.scale_min) * 100 as percent
  from bi_v1.fact_rollup r
    join bi_v1.leaderboard_strict l on l.evaluation_key = r.evaluation_key and l.is_whole and l.is_board_judge
    join bi_v1.dim_slice s on s.slice_key = r.slice_key
    join bi_v1.dim_criterion c on c.criterion_key = r.criterion_key
    join bi_v1.dim_benchmark b on b.benchmark_key = r.benchmark_key and b.headline_criterion = c.criterion
    join bi_v1.dim_model m on m.model_key = r.model_key
  group by s.benchmark, part, s.category_position, m.model, c.scale_min, c.scale_max
  having sum(r.n) > 0
  order by s.category_position, part`);
