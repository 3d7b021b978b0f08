import { print } from './print.js';

await print(`
  select headline, entry, benchmark, evaluation_key, rank, percent, percent_low, percent_high
  from bi_v1.board_headline
  order by headline, percent desc`);
