export * from './benchmarks.ts';
export * from './elsewhere.ts';
export * from './evaluations.ts';
export * from './judges.ts';
export * from './keys.ts';
export * from './live.ts';
export * from './runs.ts';
