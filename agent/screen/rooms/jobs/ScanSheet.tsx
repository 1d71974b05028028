// The control codes as barcodes, to print and hang up beside a scale: for hands in gloves that do not touch the tablet.
import { code128, drawingSVG } from 'bwip-js/browser';
import { useMemo } from 'preact/hooks';
import { useTranslator } from '../../shared/translator.ts';
import '../../style/scanSheet.css';
import { CONTROL_CODES } from './scanAction.ts';

const SHEET_CODES = ['check', 'yes', 'no', 'foreign', 'close', 'lock'] as const;

/** Code 128 (ISO/IEC 15417) as a picture; the page's security policy lets pictures be data. */
function renderBarcode(text: string): string {
  const svg = code128(
    { bcid: 'code128', text, scale: 3, height: 15, paddingwidth: 10, backgroundcolor: 'FFFFFF' },
    drawingSVG(),
  );
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}

export function ScanSheet() {
  const { t } = useTranslator();
  const barcodes = useMemo(() => new Map(SHEET_CODES.map((name) => [name, renderBarcode(CONTROL_CODES[name])])), []);
  return (
    <section class="card sheet">
      <h2>{t('scan-sheet.title')}</h2>
      <p class="hint">{t('scan-sheet.why')}</p>
      <button type="button" class="main" onClick={() => print()}>
        {t('scan-sheet.print')}
      </button>
      <ul>
        {SHEET_CODES.map((name) => (
          <li key={name}>
            <h3>{t(`scan-sheet.${name}`)}</h3>
            <p>{t(`scan-sheet.${name}.what`)}</p>
            <img src={barcodes.get(name)} alt={CONTROL_CODES[name]} />
            <code>{CONTROL_CODES[name]}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
