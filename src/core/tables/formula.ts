/** How a text begins that a spreadsheet would run, behind the apostrophes that it may have already. */
export const FORMULA = "^'*[=+@\\t\\r\\n＝＋－＠-]";

const formula = new RegExp(FORMULA, 'u');
const marked = new RegExp(FORMULA.replace('^', "^'"), 'u');

/** A CSV cell that a spreadsheet shows and never runs: an apostrophe stands before what would be a formula. */
export const inert = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** The text that became this cell. */
export const asGiven = (cell: string): string =>
  cell.startsWith("'") && marked.test(cell) ? cell.slice(1) : cell;
