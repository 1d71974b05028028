// A lot as a table for a spreadsheet: a row a package, with its comparison where that is shown. Knows no component.
import type { LotView } from '../../../core/views/stateView.ts';
import type { TableCell, TableData } from '../../shared/csvTable.ts';
import type { Translator } from '../../shared/translator.ts';

/** Columns of kilograms: never a formula, never text. */
const FIGURES = [9, 10, 11, 12] as const;

export function buildLotTable(lot: LotView, { t, codeText }: Pick<Translator, 't' | 'codeText'>): TableData {
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
  ];
  const rows = lot.packages.map((one): TableCell[] => {
    const findings = lot.findings
      .filter((finding) => finding.package === one.package)
      .map((finding) => codeText('finding', finding.code));
    // A pallet's or vehicle's comparison is about all of its packages: it stands in each row, marked by its basis.
    const compared = lot.verdict?.arithmetic.find(({ packages }) => packages.includes(one.package));
    const figures =
      compared === undefined
        ? [null, null, null, null, null]
        : [
            codeText('case.basis', compared.basis),
            compared.measuredKg,
            compared.declaredKg,
            compared.differenceKg,
            compared.toleranceKg,
          ];
    return [
      lot.lot,
      one.package,
      one.mark,
      codeText('package', one.held ? 'held' : one.state),
      one.area,
      one.epcHex,
      t(one.weighed ? 'lot.yes' : 'lot.no'),
      findings.join('; '),
      ...figures,
    ];
  });
  return { columns, rows, numericColumns: [...FIGURES] };
}
