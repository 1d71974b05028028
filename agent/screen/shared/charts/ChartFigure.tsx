// A chart with title, one-sentence summary, the drawing at the width of its container, the same values as a table for
// screen readers, and both as files.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TableData } from '../csvTable.ts';
import { downloadCsv, downloadFile } from '../fileDownload.ts';
import { useTranslator } from '../translator.ts';
import { DataTable } from './DataTable.tsx';
import { renderChartPng } from './chartImage.ts';
import '../../style/charts.css';

interface ChartFigureProps {
  title: string;
  summary: ComponentChildren;
  /** What a screen reader says instead of the drawing. */
  spokenSummary: string;
  /** Name of its files, without the ending. */
  file: string;
  table: TableData;
  height: (width: number) => number;
  draw: (width: number) => ComponentChildren;
}

const WIDTH_PX = { first: 720, least: 300, most: 1400 };

export function ChartFigure({ title, summary, spokenSummary, file, table, height, draw }: ChartFigureProps) {
  const { t } = useTranslator();
  const svgRef = useRef<SVGSVGElement>(null);
  const { containerRef, width } = useWidth();
  const [hasFailed, setHasFailed] = useState(false);
  const savePicture = (): void => {
    if (svgRef.current === null) return;
    renderChartPng(svgRef.current, title).then(
      (content) => downloadFile({ name: `${file}.png`, content }),
      () => setHasFailed(true),
    );
  };
  return (
    <figure class="chart">
      <figcaption>
        <strong>{title}</strong>
        <span>{summary}</span>
      </figcaption>
      <div ref={containerRef} class="drawing">
        <svg
          ref={svgRef}
          role="img"
          aria-label={`${title}. ${spokenSummary}`}
          viewBox={`0 0 ${width} ${height(width)}`}
        >
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
      {hasFailed && <p role="alert">{t('chart.png-failed')}</p>}
      <CollapsedTable title={title} table={table} />
    </figure>
  );
}

/** Rendered only when opened: hundreds of rows cost more time than the drawing. */
function CollapsedTable({ title, table }: { title: string; table: TableData }) {
  const { t } = useTranslator();
  const [open, setOpen] = useState(false);
  return (
    <details class="as-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={t('chart.table-of', { title })}>{t('chart.table')}</summary>
      {open && <DataTable caption={title} table={table} />}
    </details>
  );
}

/** Width of the container, px: the drawing is made for it, so that its letters keep their size. */
function useWidth() {
  const containerRef = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(WIDTH_PX.first);
  useEffect(() => {
    const { current } = containerRef;
    if (current === null) return undefined;
    const measure = (): void =>
      setWidth(Math.min(WIDTH_PX.most, Math.max(WIDTH_PX.least, Math.floor(current.clientWidth / 10) * 10)));
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, []);
  return { containerRef, width };
}
