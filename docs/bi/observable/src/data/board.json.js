import { print } from './print.js';

await print(`
  select benchmark, concat_ws(', ', model, nullif(settings, '')) as entry, evaluation_key, rank, percent,
    (low - scale_min) / (scale_max - scale_min) * 100 as low, (high - scale_min) / (scale_max - scale_min) * 100 as high
  from bi_v1.leaderboard_strict
  where is_board_judge and is_whole
  order by benchmark, percent desc`);
