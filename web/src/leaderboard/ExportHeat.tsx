import type { Benchmark } from '../choosing/slices.ts';
import { ExportButtons } from '../export/ExportButtons.tsx';
import type { HeatMap } from './heat.ts';
import { drawHeat } from './heatDrawing.ts';
import { heatCsv } from './tables.ts';

interface ExportHeatProps {
  benchmark: Benchmark;
  heat: HeatMap;
  columns: string;
}

export function ExportHeat({ benchmark, heat, columns }: ExportHeatProps) {
  const captions = {
    title: benchmark.name,
    below: `models by ${columns.toLowerCase()}, in percent of the scale`,
  };
  return (
    <ExportButtons
      name={`parts-${benchmark.slug}-${columns.toLowerCase()}`}
      what="the parts"
      csv={() => heatCsv(heat)}
      draw={(ink) => drawHeat(heat, captions, ink)}
    />
  );
}
