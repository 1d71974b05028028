// What a case is about in kilograms: each quantity with how it is known and how far it may be off, and the comparison
// term by term. Shows whatever the book holds; whether a person may see it is decided before (caseBlindness.ts).
import { asMassMg, formatKilograms, type MassMg } from '../../../drivers/contract/mass.ts';
import { leftMg } from '../model/packageMass.ts';
import type { Book } from '../model/book.ts';
import type { WeighingBasis } from '../model/weighingEvidence.ts';
import type { FindingRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { inServiceBoundMg } from '../weight/tolerance.ts';
import { JOINT_CODES } from '../weight/jointWeighings.ts';
import type { QuantityView } from './lookupViews.ts';
import { viewComparison } from './stationView.ts';
import type { ArithmeticView } from './stateView.ts';

/** The comparison of a finding term by term, in kg; null where nothing was compared. */
export function viewCaseArithmetic(book: Book, finding: FindingRecord): ArithmeticView | null {
  const { comparison } = finding;
  if (comparison === null) return null;
  const { basis, packages } = findSubject(book, finding);
  return viewComparison(comparison, { basis, packages });
}

/** The quantities of a case with how each is known and how far it may be off, in kg. */
export function viewCaseQuantities(book: Book, finding: FindingRecord): QuantityView[] {
  const { basis, weighing, record } = findSubject(book, finding);
  const removals = viewRemovals(book, finding);
  if (removals.length > 0) return removals;
  const recount = finding.recount === null ? undefined : book.get('weighing', finding.recount);
  return [
    ...viewCompared(finding, { basis, weighing, record }),
    ...(recount ? [viewMeasured(recount)] : []),
    ...(record ? viewFigures(record, { isGrossListed: finding.comparison !== null || recount !== undefined }) : []),
    ...(finding.comparison === null && !record && weighing ? [viewMeasured(weighing)] : []),
  ];
}

interface CaseSubject {
  basis: WeighingBasis;
  weighing: WeighingRecord | undefined;
  record: PackageRecord | undefined;
}

/** A total of a lot is inferred from its packages. */
function findSubject(book: Book, finding: FindingRecord): CaseSubject & { packages: string[] } {
  const weighing = finding.weighing === null ? undefined : book.get('weighing', finding.weighing);
  const record = finding.package === null ? undefined : book.get('package', finding.package);
  const basis = weighing?.basis ?? record?.basis ?? 'inferred';
  if (finding.package !== null) return { basis, weighing, record, packages: [finding.package] };
  if (weighing === undefined) return { basis, weighing, record, packages: [] };
  const group = weighing.group === null ? undefined : book.get('group', weighing.group);
  return {
    basis,
    weighing,
    record,
    packages: group?.packages ?? book.where('pair', 'after', weighing.id)[0]?.packages ?? [],
  };
}

function viewQuantity(
  kind: QuantityView['of'],
  massMg: MassMg,
  { basis, limitMg }: { basis: QuantityView['basis']; limitMg: MassMg | null },
): QuantityView {
  return { of: kind, kg: formatKilograms(massMg), basis, limitKg: limitMg === null ? null : formatKilograms(limitMg) };
}

function viewMeasured(weighing: WeighingRecord): QuantityView {
  const limitMg = inServiceBoundMg(weighing, weighing.grossMg) + weighing.intervalMg / 2;
  return viewQuantity('measured', weighing.grossMg, { basis: weighing.basis, limitMg: asMassMg(limitMg) });
}

/** The measured quantity and the other one: the consignor's, or our own earlier figure. */
function viewCompared({ comparison, code }: FindingRecord, { basis, weighing, record }: CaseSubject): QuantityView[] {
  if (comparison === null) return [];
  const isOwnFigure =
    JOINT_CODES.has(code) ||
    weighing?.purpose === 'dispatch' ||
    weighing?.purpose === 'sample' ||
    (record?.earlier ?? null) !== null;
  // A contract states its own tolerance; no scale has a part in it.
  const limitMg = code === 'CONTRACT_QUANTITY' ? null : comparison.scaleBoundMg + comparison.roundingMg;
  const otherMg = comparison.otherLimitMg + comparison.otherRoundingMg;
  return [
    viewQuantity('measured', comparison.measuredMg, { basis, limitMg: limitMg === null ? null : asMassMg(limitMg) }),
    isOwnFigure
      ? viewQuantity('earlier', comparison.declaredMg, { basis: record?.basis ?? 'single', limitMg: asMassMg(otherMg) })
      : viewQuantity('declared', comparison.declaredMg, { basis: 'declared', limitMg: asMassMg(otherMg) }),
  ];
}

/** What the package counts for; `isGrossListed`: its gross is among the quantities already. */
function viewFigures(record: PackageRecord, { isGrossListed }: { isGrossListed: boolean }): QuantityView[] {
  const { grossMg, tareMg, netMg, basis, limitMg, announced } = record;
  if (grossMg === null || basis === null) {
    // Nobody has weighed it: the papers are all there is.
    return isGrossListed ? [] : [viewQuantity('declared', announced.grossMg, { basis: 'declared', limitMg: null })];
  }
  const isShare = basis === 'group' || basis === 'vehicle';
  const tareLimitMg = record.tareTrusted ? announced.tareToleranceMg : null;
  const netLimitMg = limitMg === null || tareLimitMg === null ? null : limitMg + tareLimitMg + record.removedLimitMg;
  return [
    ...(isShare
      ? [viewQuantity('allocated', grossMg, { basis, limitMg })]
      : isGrossListed
        ? []
        : [viewQuantity('measured', grossMg, { basis, limitMg })]),
    ...(tareMg === null ? [] : [viewQuantity('tare', tareMg, { basis: 'declared', limitMg: tareLimitMg })]),
    ...(netMg === null
      ? []
      : [viewQuantity('net', leftMg(record), { basis, limitMg: netLimitMg === null ? null : asMassMg(netLimitMg) })]),
  ];
}

function viewRemovals(book: Book, { weighing, package: id }: FindingRecord): QuantityView[] {
  if (weighing === null || id === null) return [];
  const removals = book.where('removal', 'package', id).filter((removal) => removal.weighing === weighing);
  return removals.map(({ massMg, limitMg }) => viewQuantity('removed', massMg, { basis: 'single', limitMg }));
}
