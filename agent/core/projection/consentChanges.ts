// Consents to removals in the book: one for a package at most, used up by the first weighing of whom it names. Only a load
// that was still being set down, or did not lie there alone, gives it back.
import type { Book, BookChange } from '../model/book.ts';
import { momentOf } from '../model/believableDate.ts';
import type { EntryBodies, EntryKind, EntryOf } from '../model/entry.ts';
import { asWeighingId, type OperatorId, type WeighingId } from '../model/ids.ts';
import { UNSETTLED } from '../model/reversalReasons.ts';
import { mayHandleGoods } from '../model/whoMayAct.ts';
import type { ConsentRecord } from '../model/workRecords.ts';
import { putRecord } from './bookChanges.ts';

/** What an entry does to consents. */
export function consentChanges(entry: EntryOf<EntryKind>, book: Book): BookChange[] {
  switch (entry.kind) {
    case 'removal-allowed':
      return [putRecord('consent', consentOf(entry, book))];
    case 'weighing': {
      const body = entry.body;
      return body.purpose === 'removal' ? usedConsent(body, book) : [];
    }
    case 'removal-typed':
      return usedConsent(entry.body, book);
    case 'weighing-reversed':
      return givenBack(entry.body, book);
    case 'request-withdrawn': {
      const { act, subject } = entry.body;
      return act === 'remove' ? ended(book.get('consent', subject)) : [];
    }
    case 'register-changed':
      return endedByRegister(entry.body, book);
    default:
      return [];
  }
}

function consentOf({ body, seq, at }: EntryOf<'removal-allowed'>, book: Book): ConsentRecord {
  const { package: id, ...said } = body;
  return { id, ...said, seq, since: momentOf(book, at), wallMs: at.wallMs, usedBy: null, state: 'open' };
}

function usedConsent(
  { weighing, package: from, operator }: { weighing: WeighingId; package: string | null; operator: string | null },
  book: Book,
): BookChange[] {
  const consent = from === null ? undefined : book.get('consent', from);
  if (consent?.state !== 'open' || consent.taker !== operator) return [];
  return [putRecord('consent', { ...consent, usedBy: weighing, state: 'used' })];
}

function givenBack({ weighing, reason }: EntryBodies['weighing-reversed'], book: Book): BookChange[] {
  if (!UNSETTLED.has(reason)) return [];
  const from = book.get('weighing', weighing)?.package ?? null;
  const consent = from === null ? undefined : book.get('consent', from);
  if (consent?.state !== 'used' || consent.usedBy !== asWeighingId(weighing)) return [];
  return [putRecord('consent', { ...consent, usedBy: null, state: 'open' })];
}

/** Who handles goods no more takes nothing out, and his word counts for nothing; not even if he is back at once. */
function endedByRegister({ change }: EntryBodies['register-changed'], book: Book): BookChange[] {
  const person = personGone(change);
  if (person === null) return [];
  const concerned = [...book.where('consent', 'taker', person), ...book.where('consent', 'operator', person)];
  return concerned.flatMap(ended);
}

function personGone(change: EntryBodies['register-changed']['change']): OperatorId | null {
  switch (change.kind) {
    case 'operator-removed':
      return change.operator;
    case 'operator-put':
      return mayHandleGoods(change) ? null : change.operator;
    case 'operator-locked':
      return change.locked ? change.operator : null;
    default:
      return null;
  }
}

function ended(consent: ConsentRecord | undefined): BookChange[] {
  return consent === undefined || consent.state === 'ended'
    ? []
    : [putRecord('consent', { ...consent, state: 'ended' })];
}
