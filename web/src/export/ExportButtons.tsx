import { announce } from '../layout/Announcer.tsx';
import { download, downloadCsv } from './download.ts';
import type { Ink } from './ink.ts';
import { inkInUse } from './inkInUse.ts';
import { pngOf } from './png.ts';
import type { Drawing } from './svg.ts';

interface ExportButtonsProps {
  /** Of the files, without an ending. */
  name: string;
  /** What is exported, for those who do not see where the buttons stand. */
  what: string;
  csv(): string;
  draw(ink: Ink): Drawing;
}

/** What is on screen, as a table and as a picture. */
export function ExportButtons({ name, what, csv, draw }: ExportButtonsProps) {
  const savePng = async () => {
    const drawing = draw(inkInUse());
    download(`${name}.png`, await pngOf(drawing.svg, drawing));
    announce(`${name}.png was saved.`);
  };
  const saveCsv = () => {
    downloadCsv(name, csv());
    announce(`${name}.csv was saved.`);
  };
  return (
    <span className="actions">
      <button type="button" onClick={saveCsv}>
        CSV<span className="unseen"> of {what}</span>
      </button>
      <button type="button" onClick={() => void savePng()}>
        PNG<span className="unseen"> of {what}</span>
      </button>
    </span>
  );
}
