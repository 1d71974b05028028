// A chart with all that belongs to it: title, what it says in one sentence, the drawing at the size of its place, the
// same as a table for whoever does not see it, and both as files.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TableData } from '../csvTable.ts';
import { downloadCsv, downloadFile } from '../fileDownload.ts';
import { useTranslator } from '../translator.ts';
import { DataTable } from './DataTable.tsx';
import { renderChartPng } from './chartImage.ts';
import '../../style/charts.css';

interface FigureProps {
  title: string;
  summary: ComponentChildren;
  /** What a screen reader says instead of the drawing. */
  spoken: string;
  /** Name of its files, without the ending. */
  file: string;
  table: TableData;
  height: (width: number) => number;
  draw: (width: number) => ComponentChildren;
}

const WIDTH = { first: 720, least: 300, most: 1400 };

export function ChartFigure({ title, summary, spoken, file, table, height, draw }: FigureProps) {
  const { t } = useTranslator();
  const svg = useRef<SVGSVGElement>(null);
  const { place, width } = useWidth();
  const [failed, setFailed] = useState(false);
  const savePicture = (): void => {
    if (svg.current === null) return;
    renderChartPng(svg.current, title).then(
      (content) => downloadFile({ name: `${file}.png`, content }),
      () => setFailed(true),
    );
  };
  return (
    <figure class="chart">
      <figcaption>
        <strong>{title}</strong>
        <span>{summary}</span>
      </figcaption>
      <div ref={place} class="drawing">
        <svg ref={svg} role="img" aria-label={`${title}. ${spoken}`} viewBox={`0 0 ${width} ${height(width)}`}>
          {draw(width)}
        </svg>
      </div>
      <div class="choices export">
        <button type="button" class="quiet" onClick={savePicture} aria-label={t('chart.png-of', { title })}>
          {t('chart.png')}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => downloadCsv({ file, table })}
          aria-label={t('chart.csv-of', { title })}
        >
          {t('chart.csv')}
        </button>
      </div>
      {failed && <p role="alert">{t('chart.png-failed')}</p>}
      <AsTable title={title} table={table} />
    </figure>
  );
}

/** Made only when somebody opens it: hundreds of rows cost time that the drawing does not. */
function AsTable({ title, table }: { title: string; table: TableData }) {
  const { t } = useTranslator();
  const [open, setOpen] = useState(false);
  return (
    <details class="as-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={t('chart.table-of', { title })}>{t('chart.table')}</summary>
      {open && <DataTable caption={title} table={table} />}
    </details>
  );
}

/** The drawing is made for the place it has, so that its letters keep their size. */
function useWidth() {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(WIDTH.first);
  useEffect(() => {
    const { current } = place;
    if (current === null) return undefined;
    const measure = (): void =>
      setWidth(Math.min(WIDTH.most, Math.max(WIDTH.least, Math.floor(current.clientWidth / 10) * 10)));
    const watching = new ResizeObserver(measure);
    watching.observe(current);
    measure();
    return () => watching.disconnect();
  }, []);
  return { place, width };
}
