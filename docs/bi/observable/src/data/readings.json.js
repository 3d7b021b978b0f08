import { print } from './print.js';

await print(`
  select headline, entry, official_percent as official, percent as strict
  from bi_v1.fact_headline
  where is_headline and is_current and is_board_judge`);
