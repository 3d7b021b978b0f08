export default {
  title: 'Assay',
  root: 'src',
  pages: [],
  sidebar: false,
  toc: false,
  pager: false,
  search: false,
  footer: '',
  // Nothing is fetched from elsewhere, neither while building nor by the page.
  globalStylesheets: [],
};
