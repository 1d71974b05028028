// Material that was taken out of a package, and whether it is more than one person may take. CONTRACT.md 9.1.
import { type BaseBook } from './baseBook.ts';
import { rejectAct } from './baseActs.ts';
import { soundTimeMs } from './baseClock.ts';
import { isConsentedTo, spendConsent } from './bookConsents.ts';
import type { BookContext, ContractEntryOf, RejectionReason } from './bookContext.ts';
import type { BookPackageRow, BookWeighingRow } from './bookRows.ts';
import type { BookRemovalRow } from './bookRemovalRow.ts';
import { recordImpliedFinding } from './impliedFindings.ts';
import { rejectSeals, sealColumns } from './sealNumbers.ts';
import { readSpelling } from './spelling.ts';
import { permissibleErrorMg } from './scaleBounds.ts';

const KILOGRAM_MG = 1_000_000;
const THIRTY_DAYS_MS = 30 * 86_400_000;

/** Books what a person read off a balance as the weighing that it stands for. */
export function bookRemovalTyped(
  { book, stream }: BookContext,
  { body, seq, at }: ContractEntryOf<'removal-typed'>,
): RejectionReason {
  const row = book.findRow('packages', body.package);
  if (!row) return `package ${body.package} is unknown`;
  if (book.findRow('weighings', body.weighing)) return `weighing ${body.weighing} was reported before`;
  const typed: BookWeighingRow = {
    base: book.base,
    weighing: body.weighing,
    load: body.weighing,
    stream: stream.stream,
    seq,
    bound_seq: seq,
    wall_ms: at.wallMs,
    station: body.station,
    scale: '',
    purpose: 'removal',
    basis: 'manual',
    group_id: null,
    visit: null,
    package: body.package,
    job: null,
    operator: body.operator,
    gross_mg: body.massMg,
    interval_mg: body.stepMg,
    class: 'III',
    ranges: '[]',
    own_part_mg: 0,
    share_ppm: null,
    verified: 0,
    bias_mg: null,
    state: 'bound',
    intent: null,
    doubt: null,
    bound_by: 'typed',
    tags_here: '[]',
    comparison: null,
  };
  book.saveRow('weighings', typed);
  spendConsent(book, body);
  recordImpossibleRemoval(book, typed, row);
  return null;
}

/** Books weighed material that was taken from a package. */
export function bookMaterialRemoved(
  { book }: BookContext,
  { body, seq, at }: ContractEntryOf<'material-removed'>,
): RejectionReason {
  const row = book.findRow('packages', body.package);
  const weighing = book.findRow('weighings', body.weighing);
  if (!row || !weighing) return `package ${body.package} or weighing ${body.weighing} is unknown`;
  const rejection = rejectAct(book, row, 'remove');
  if (rejection !== null) return rejection;
  // A load that was still being put down is taken again, under the same name.
  const before = book.findRow('removals', body.removal);
  if (before && before.state !== 'void') return `removal ${body.removal} was reported before`;
  if (body.massMg >= leftInRow(row)) return `package ${row.package} does not hold what was taken out of it`;
  const seals = isSealOfRisenLoad(book, body) ? null : rejectSeals(book, row, body);
  if (seals !== null) return seals;
  const { allowedBy } = body;
  if (allowedBy !== null && !isConsentedTo(book, { ...body, allowedBy, at }))
    return `${allowedBy} did not allow this removal`;
  const manual = weighing.basis === 'manual';
  const soundMs = soundTimeMs(book, at);
  const implied = { lot: row.lot, package: row.package, weighing: body.weighing, required: true };
  if (allowedBy === null && isMoreThanAllowed(book, row, { ...body, manual, soundMs }))
    recordImpliedFinding(book, { ...implied, code: 'THEFT_SUSPECTED' });
  const isKnownSeal = row.seal !== null && body.sealBefore !== null && readSpelling(body.sealBefore) === row.seal;
  if (body.reason !== 'spillage' && (body.sealAfter === null || !isKnownSeal))
    recordImpliedFinding(book, { ...implied, code: 'PHOTO_MISSING' });
  const limitMg = manual
    ? 4 * weighing.interval_mg
    : permissibleErrorMg(weighing.class, weighing.interval_mg, body.massMg) + weighing.interval_mg / 2;
  const sealed = body.sealAfter === null ? row : sealColumns(row, body.sealAfter);
  book.saveRow('removals', {
    base: book.base,
    removal: body.removal,
    package: body.package,
    lot: row.lot,
    mass_mg: body.massMg,
    limit_mg: limitMg,
    manual: manual ? 1 : 0,
    reason: body.reason,
    weighing: body.weighing,
    operator: body.operator,
    seq,
    sound_ms: soundMs,
    allowed_by: body.allowedBy,
    seal_before: row.seal,
    seal_after: sealed.seal,
    state: 'open',
  });
  book.saveRow('packages', {
    ...row,
    seal: sealed.seal,
    earlier_seals: sealed.earlier_seals,
    removed_mg: row.removed_mg + body.massMg,
    removed_limit_mg: row.removed_limit_mg + limitMg,
    // Spillage and dust left a drum that nobody opened.
    tare_trusted: body.reason === 'sample' || body.sealAfter !== null ? 0 : row.tare_trusted,
  });
  return null;
}

/** Its weighing was taken back once its removal was booked, so that the seal stands: that of a load which rose. */
function isSealOfRisenLoad(
  book: BaseBook,
  { package: from, sealAfter }: { package: string; sealAfter: string | null },
): boolean {
  const stated = sealAfter === null ? null : readSpelling(sealAfter);
  if (stated === null || book.findRow('packages', from)?.seal !== stated) return false;
  return book
    .findRows('removals', 'package', from)
    .some(
      ({ weighing, seal_after: after }) =>
        after === stated && book.findRow('weighings', weighing)?.state === 'reversed',
    );
}

/** As heavy as all that the package holds: it was not taken out of it. */
export function recordImpossibleRemoval(book: BaseBook, weighing: BookWeighingRow, row: BookPackageRow): void {
  if (weighing.gross_mg < leftInRow(row)) return;
  const subject = { lot: row.lot, package: row.package, weighing: weighing.weighing };
  recordImpliedFinding(book, { ...subject, code: 'THEFT_SUSPECTED', required: true });
}

function leftInRow({ net_mg, removed_mg }: BookPackageRow): number {
  return (net_mg ?? 0) - removed_mg;
}

/**
 * Of a package in its life 1 kg or 0.2 % of its net, whichever is more; by a person 5 kg in 30 days; and never more than
 * the notice of its lot allows of each. What was typed counts double.
 */
function isMoreThanAllowed(
  book: BaseBook,
  row: BookPackageRow,
  taken: { massMg: number; manual: boolean; operator: string; soundMs: number },
): boolean {
  const { operator, soundMs } = taken;
  const nowMg = taken.manual ? 2 * taken.massMg : taken.massMg;
  const share = Math.floor(((row.net_mg ?? 0) + row.booked_mg) / 500);
  const lot = book.findRow('lots', row.lot);
  const ofPackageMg = Math.min(Math.max(KILOGRAM_MG, share), lot?.removal_package_mg ?? Infinity);
  const ofPackage = book
    .findRows('removals', 'package', row.package)
    .filter((removal) => removal.state !== 'void' && removal.lot === row.lot);
  const byPerson = book
    .findRows('removals', 'operator', operator)
    .filter((removal) => removal.state !== 'void' && soundMs - removal.sound_ms <= THIRTY_DAYS_MS);
  const withThese = (removals: readonly BookRemovalRow[]): number =>
    removals.reduce((sum, { mass_mg, manual }) => sum + (manual === 1 ? 2 : 1) * mass_mg, nowMg);
  if (withThese(ofPackage) > ofPackageMg) return true;
  if (withThese(byPerson) > 5 * KILOGRAM_MG) return true;
  return withThese(byPerson.filter(({ lot: of }) => of === row.lot)) > (lot?.removal_person_mg ?? Infinity);
}
