import { expect, test } from 'vitest';
import { fallen, sinceRecord } from '../../bench/check.ts';
import type { Report } from '../../bench/report.ts';

const reportOf = (ratio: number | null, floor?: number): Report => ({
  bench: 'board',
  date: '2026-11-24',
  machine: {
    ...{ cores: 2, processor: 'AMD EPYC', node: '24', onnxruntime: '1', postgres: '18', loadBefore: 0 },
  },
  notes: [],
  rows: [
    {
      ...{ what: 'warm', unit: 'request', perSecond: 1, ms: null, cpuMs: null, goal: null },
      reference: { what: 'raw pg', perSecond: 1, cpuMs: null },
      ratio: ratio === null ? null : { median: ratio, least: ratio, most: ratio },
      ...(floor !== undefined && { floor }),
    },
  ],
});

test('a ratio below its floor has fallen, whatever another machine recorded', () => {
  expect(fallen(reportOf(7.9, 8))).toEqual([
    'board: warm against raw pg is at 7.90, below its floor of 8; look at it with `npm run bench -- board`',
  ]);
  expect(fallen(reportOf(8, 8))).toEqual([]);
  expect(fallen(reportOf(0.1))).toEqual([]);
  expect(fallen(reportOf(null, 8))).toEqual([]);
});

test('what was recorded is told with its day and processor', () => {
  expect(sinceRecord(reportOf(11.8, 8), reportOf(23.8))).toEqual([
    'board: warm against raw pg: 11.80, recorded 23.80 on 2026-11-24 (AMD EPYC)',
  ]);
  expect(sinceRecord(reportOf(11.8), null)).toEqual([]);
});
