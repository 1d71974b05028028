// Findings and what people do about them, verdicts, alarms. Headquarters keeps the four eyes too. CONTRACT.md 9.4 to
// 9.6.
import { type BaseBook, list } from './baseBook.ts';
import { answerDue } from './dues.ts';
import { differences, judge } from './judge.ts';
import type { FindingRow } from './rows.ts';
import { after } from './steps.ts';
import { countersOf } from './takeStocktakes.ts';
import type { EntryOf, Taken, Taking } from './taking.ts';

export function found({ book, stream, hash }: Taking, { body, seq, cause }: EntryOf<'finding'>): Taken {
  if (book.get('findings', body.finding)) return `finding ${body.finding} was reported before`;
  const { comparison } = body;
  const row: FindingRow = {
    base: book.base,
    finding: body.finding,
    stream: stream.stream,
    seq,
    hash,
    cause,
    code: body.code,
    lot: body.lot,
    job: body.job,
    package: body.package,
    weighing: body.weighing,
    declared_mg: comparison?.declaredMg ?? null,
    measured_mg: comparison?.measuredMg ?? null,
    other_limit_mg: comparison?.otherLimitMg ?? null,
    other_rounding_mg: comparison?.otherRoundingMg ?? null,
    note: body.note,
    state: 'open',
    recounts: 0,
    recount: null,
    touched: JSON.stringify(handsIn(book, body)),
  };
  book.save('findings', row);
  answerDue(book, row);
  return null;
}

/** Who reported or worked it, who weighed, who counted. */
function handsIn(book: BaseBook, body: EntryOf<'finding'>['body']): string[] {
  const stocktake = book.get('jobs', body.job)?.stocktake ?? null;
  const all = [
    body.operator,
    book.get('weighings', body.weighing)?.operator ?? null,
    ...(stocktake === null ? [] : countersOf(book, stocktake)),
  ];
  return [...new Set(all.filter((one) => one !== null))];
}

export function recounted(taking: Taking, { body, seq }: EntryOf<'finding-recounted'>): Taken {
  const { book } = taking;
  const finding = book.get('findings', body.finding);
  if (!finding) return `finding ${body.finding} is unknown`;
  if (ownAgreement(book, body) !== body.agrees) alarm(taking, { seq, what: 'RECOUNT_DIFFERS', subject: body.finding });
  const touched = JSON.stringify([...new Set([...list(finding.touched), body.operator])]);
  book.save('findings', {
    ...finding,
    touched,
    state: body.agrees ? 'recounted' : 'open',
    recounts: finding.recounts + 1,
    recount: body.weighing,
  });
  return null;
}

/** What the recount's weighing says by headquarters' own arithmetic; the base's word if somebody only looked. */
function ownAgreement(book: BaseBook, body: EntryOf<'finding-recounted'>['body']): boolean {
  const said = book.get('weighings', body.weighing)?.comparison ?? null;
  if (said === null) return body.agrees;
  return (JSON.parse(said) as Record<string, boolean>)[body.finding] ?? body.agrees;
}

export function approved({ book }: Taking, { body }: EntryOf<'finding-approved'>): Taken {
  const finding = book.get('findings', body.finding);
  if (!finding) return `finding ${body.finding} is unknown`;
  if (list(finding.touched).includes(body.operator)) return `${body.operator} had a hand in the case`;
  book.save('findings', {
    ...finding,
    state: 'void',
    touched: JSON.stringify([...list(finding.touched), body.operator]),
  });
  const row = book.get('packages', finding.package);
  // It was missing and is there after all: it must come over the scale.
  const back = finding.code === 'MISSING_PACKAGE' && row ? after(row.state, 'turnUp') : null;
  if (row && back !== null) book.save('packages', { ...row, state: back });
  return null;
}

/** The bytes stay at the base: headquarters keeps the hash, and has had whoever brought it as a hand in the case. */
export function photographed({ book }: Taking, { body }: EntryOf<'photo-attached'>): Taken {
  const finding = book.get('findings', body.finding);
  if (!finding) return `finding ${body.finding} is unknown`;
  book.save('findings', {
    ...finding,
    touched: JSON.stringify([...new Set([...list(finding.touched), body.operator])]),
  });
  return null;
}

export function quarantined({ book }: Taking, { body }: EntryOf<'package-quarantined'>): Taken {
  const row = book.get('packages', body.package);
  return row ? book.step(row, 'setApart', { set_apart: body.reason }) : `package ${body.package} is unknown`;
}

export function lifted({ book }: Taking, { body }: EntryOf<'quarantine-lifted'>): Taken {
  if (body.askedBy === body.operator) return 'one person lifted a quarantine that takes two';
  const row = book.get('packages', body.package);
  return row ? book.step(row, 'lift', { set_apart: null, release_order: null }) : `package ${body.package} is unknown`;
}

export function judged(taking: Taking, entry: EntryOf<'verdict'>): Taken {
  const { book, stream } = taking;
  const { body } = entry;
  const own = judge(book, { claimed: body, cause: entry.cause });
  if (typeof own === 'string') return own;
  const differing = differences(book, { claimed: body, own });
  book.store
    .prepare('INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(stream.stream, entry.seq, book.base, body.lot, JSON.stringify(body), JSON.stringify(own), differing.join(' '));
  book.lotState(body.lot, body.verdict);
  if (body.verdict === 'discrepant') return null;
  for (const row of book.where('packages', 'lot', body.lot))
    if (row.order_id === body.order && row.state === 'present') book.step(row, 'store');
  return null;
}

export function drifted(taking: Taking, { body, seq }: EntryOf<'drift-alarm'>): Taken {
  return alarm(taking, {
    seq,
    what: body.subject === 'scale' ? 'SCALE_DRIFTS' : 'CONSIGNOR_DRIFTS',
    subject: body.name,
  });
}

export function passedGate(taking: Taking, { body, seq }: EntryOf<'gate-passage'>): Taken {
  return body.ordered ? null : alarm(taking, { seq, what: 'GATE_NOT_ORDERED', subject: body.package ?? body.epcHex });
}

function alarm({ book, stream }: Taking, of: { seq: number; what: string; subject: string }): null {
  book.store.save('alarms', { stream: stream.stream, base: book.base, ...of });
  return null;
}
