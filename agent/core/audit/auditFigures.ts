// Figures of one entry that follow from its other figures, or from the running number and check weighing of its scale.
import type { Book } from '../model/book.ts';
import type { Entry, EntryBodies, FindingBody, WeighingBody } from '../model/entry.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { isCheckOf } from '../loads/checkWeighing.ts';
import { ownPartMg } from '../weight/fitness.ts';
import { withinTolerance } from '../weight/tolerance.ts';
import type { EntryDoubt } from './entryDoubt.ts';

/** What the figures of an entry contradict: each other, or its scale's and its weighing's entries before it. */
export function auditFigures(entry: Entry, book: Book): EntryDoubt[] {
  switch (entry.kind) {
    case 'weighing':
      return [...auditNumber(entry.body, book), ...wrong(weighingFaults(entry.body, book))];
    case 'check-weighing':
      return isCheckOf(entry.body) ? [] : wrong(['toleranceMg, passed or recognised is not what its masses give']);
    case 'finding':
      return wrong(findingFaults(entry.body, book));
    case 'finding-recounted':
      return wrong(recountFaults(entry.body, book));
    case 'vehicle-weighed':
      return wrong(vehicleFaults(entry.body, book));
    default:
      return [];
  }
}

function wrong(faults: readonly (string | null)[]): EntryDoubt[] {
  return faults.flatMap((detail) => (detail === null ? [] : [{ code: 'arithmetic-wrong' as const, detail }]));
}

function auditNumber({ number, scale }: WeighingBody, book: Book): EntryDoubt[] {
  const expected = (book.get('scale', scale.instrument)?.lastNumber ?? 0) + 1;
  return number === expected
    ? []
    : [{ code: 'scale-number-wrong', detail: 'number does not follow that of the scale’s weighing before it' }];
}

function weighingFaults(body: WeighingBody, book: Book): (string | null)[] {
  const { scale, grossMg, tareMg, netMg } = body;
  const range = scale.ranges[body.range];
  if (range === undefined) return ['range is none of its scale'];
  const palletTareMg = body.group === null ? undefined : book.get('group', body.group)?.palletTareMg;
  const load = { loadMg: grossMg, ...(palletTareMg === undefined ? {} : { palletTareMg }) };
  const ownMg = ownPartMg({ class: scale.class, intervalMg: range.intervalMg }, load);
  const check = book.get('scale', scale.instrument)?.check ?? null;
  const tag = body.package === null ? null : (book.get('package', body.package)?.epcHex ?? null);
  const isTagSeen = body.tags.some(({ epcHex, elsewhere }) => epcHex === tag && !elsewhere);
  return [
    netMg === grossMg - tareMg ? null : 'netMg is not grossMg less tareMg',
    body.ownPartMg === ownMg ? null : 'ownPartMg is not that of its scale and load',
    body.checkBiasMg === (check?.passed === true ? check.biasMg : null)
      ? null
      : 'checkBiasMg is not that of the scale’s last check weighing',
    body.boundBy !== 'tag' || isTagSeen ? null : 'the tag that names its package is not among the tags',
  ];
}

function comparisonFaults(comparison: Comparison | null): (string | null)[] {
  if (comparison === null) return [];
  const { declaredMg, measuredMg, differenceMg, toleranceMg } = comparison;
  const sumMg = comparison.scaleBoundMg + comparison.roundingMg + comparison.otherLimitMg + comparison.otherRoundingMg;
  return [
    differenceMg === measuredMg - declaredMg ? null : 'comparison.differenceMg is not measured less declared',
    toleranceMg === sumMg ? null : 'comparison.toleranceMg is not the sum of its four parts',
  ];
}

/** Codes of findings that stand for a difference beyond tolerance, and the sign that it must have. */
const BEYOND: Readonly<Partial<Record<FindingBody['code'], -1 | 1 | 0>>> = {
  WEIGHT_LOW: -1,
  JOINT_LOW: -1,
  WEIGHT_HIGH: 1,
  JOINT_HIGH: 1,
  LOT_TOTAL: 0,
  CONTRACT_QUANTITY: 0,
};

function findingFaults({ code, comparison, weighing }: FindingBody, book: Book): (string | null)[] {
  const sign = BEYOND[code];
  if (sign === undefined || comparison === null) return comparisonFaults(comparison);
  const isBeyond = !withinTolerance(comparison);
  const measured = weighing === null ? undefined : book.get('weighing', weighing);
  const isAlone = measured?.group === null && measured.visit === null;
  return [
    ...comparisonFaults(comparison),
    isBeyond && (sign === 0 || Math.sign(comparison.differenceMg) === sign) ? null : `its comparison gives no ${code}`,
    !code.startsWith('WEIGHT') || !isAlone || measured.grossMg === comparison.measuredMg
      ? null
      : 'comparison.measuredMg is not the gross of its weighing',
  ];
}

function recountFaults(
  { weighing, agrees, comparison }: EntryBodies['finding-recounted'],
  book: Book,
): (string | null)[] {
  const measured = weighing === null ? undefined : book.get('weighing', weighing);
  return [
    ...comparisonFaults(comparison),
    comparison === null || !agrees || withinTolerance(comparison) ? null : 'agrees, and its comparison does not',
    comparison === null || measured === undefined || measured.grossMg === comparison.measuredMg
      ? null
      : 'comparison.measuredMg is not the gross of its weighing',
  ];
}

function vehicleFaults(body: EntryBodies['vehicle-weighed'], book: Book): (string | null)[] {
  const [before, after] = [book.get('weighing', body.before), book.get('weighing', body.after)];
  return [
    ...comparisonFaults(body.comparison),
    body.massMg === body.comparison.measuredMg ? null : 'comparison.measuredMg is not massMg',
    before !== undefined && after !== undefined && body.massMg === before.grossMg - after.grossMg
      ? null
      : 'massMg is not the gross of the earlier pass less that of the later one',
  ];
}
