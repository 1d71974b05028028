// A lot as a table for a spreadsheet: a row a package, with its comparison where that is shown. Knows no component.
import type { LotView } from '../../../core/views/stateView.ts';
import type { TableCell, TableData } from '../../shared/csvTable.ts';
import { formatDate } from '../../shared/format.ts';
import type { Translator } from '../../shared/translator.ts';

/** Columns of kilograms: never a formula, never text. */
const MASS_COLUMNS = [9, 10, 11, 12] as const;

export function buildLotTable(
  lot: LotView,
  { t, codeText, language }: Pick<Translator, 't' | 'codeText' | 'language'>,
): TableData {
  const columns = [
    t('lots.title'),
    t('lot.package'),
    t('lot.mark'),
    t('lot.state'),
    t('lot.area'),
    t('lot.tag'),
    t('lot.weighed'),
    t('lot.open-cases'),
    t('case.basis'),
    `${t('arithmetic.measured')} kg`,
    `${t('arithmetic.expected')} kg`,
    `${t('arithmetic.difference')} kg`,
    `${t('arithmetic.tolerance')} kg`,
    t('lot.proved'),
    t('lot.proved-way'),
  ];
  const rows = lot.packages.map((packageView): TableCell[] => {
    const { proved } = packageView;
    const findings = lot.findings
      .filter((finding) => finding.package === packageView.package)
      .map((finding) => codeText('finding', finding.code));
    // A pallet's or vehicle's comparison is about all of its packages: it stands in each row, marked by its basis.
    const comparison = lot.verdict?.arithmetic.find(({ packages }) => packages.includes(packageView.package));
    const comparisonCells =
      comparison === undefined
        ? [null, null, null, null, null]
        : [
            codeText('case.basis', comparison.basis),
            comparison.measuredKg,
            comparison.declaredKg,
            comparison.differenceKg,
            comparison.toleranceKg,
          ];
    return [
      lot.lot,
      packageView.package,
      packageView.mark,
      codeText('package', packageView.held ? 'held' : packageView.state),
      packageView.area,
      packageView.epcHex,
      t(packageView.weighed ? 'lot.yes' : 'lot.no'),
      findings.join('; '),
      ...comparisonCells,
      proved && formatDate(language, proved.wallMs),
      proved && codeText('proof', proved.way),
    ];
  });
  return { columns, rows, numericColumns: [...MASS_COLUMNS] };
}
