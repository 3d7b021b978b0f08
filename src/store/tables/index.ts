export * from './benchmarks.ts';
export * from './evaluations.ts';
export * from './live.ts';
export * from './runs.ts';
