import { print } from './print.js';

await print(`
  select o.benchmark, o.model, o.percent as official, s.percent as strict
  from bi_v1.leaderboard_official o
    join bi_v1.leaderboard_strict s on s.evaluation_key = o.evaluation_key and s.is_whole
  where o.is_whole and o.is_board_judge`);
