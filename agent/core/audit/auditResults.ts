// Verdicts, releases and counts, made again from the book by the functions that made them, and compared member by member.
import type { Book } from '../model/book.ts';
import type { Entry, EntryBodies, VerdictBody } from '../model/entry.ts';
import { asFindingId, asOperatorId } from '../model/ids.ts';
import type { JobRecord } from '../model/records.ts';
import { releaseOutcome } from '../release/closeRelease.ts';
import { possibleStocktakeResults, recountDue } from '../stocktake/closeStocktake.ts';
import { judgeLot } from '../verdict/lotVerdict.ts';
import { isWeightCode } from '../weight/weightFindings.ts';
import { withinTolerance } from '../weight/tolerance.ts';
import { differingMembers, type EntryDoubt } from './entryDoubt.ts';

/** Who reads a ledger judges nothing: the name stands in no entry. */
const NOBODY = asOperatorId('nobody');

/** Where a result is not what the entries before it give. */
export function auditResults(entry: Entry, book: Book): EntryDoubt[] {
  switch (entry.kind) {
    case 'verdict':
      return differs(verdictFaults(entry.body, book));
    case 'release-closed':
      return differs(releaseFaults(entry.body, book));
    case 'count-round-closed':
      return differs(roundFaults(entry.body, book));
    case 'stocktake-closed':
      return differs(stocktakeFaults(entry.body, book));
    case 'job-closed':
      return differs(closingFaults(entry.body, book));
    default:
      return [];
  }
}

function differs(faults: readonly string[]): EntryDoubt[] {
  return faults.map((detail) => ({ code: 'result-differs', detail }));
}

function verdictFaults(body: VerdictBody, book: Book): string[] {
  if (book.get('lot', body.lot) === undefined) return ['lot is not in the book'];
  const job = { id: body.job, order: body.order, lot: body.lot };
  const { entries } = judgeLot(book, { job, operator: NOBODY, newId: () => asFindingId('recomputed') });
  return [
    ...entries.flatMap((entry) => {
      if (entry.kind === 'finding') return [`finding ${entry.body.code} is missing before it`];
      return entry.kind === 'verdict' ? differingMembers(body, entry.body) : [];
    }),
    ...unfoundDifferences(body, book),
  ];
}

/** A package whose weight is beyond tolerance has a finding of it, decided or not; a recount’s is that of the first weighing. */
function unfoundDifferences({ lot }: VerdictBody, book: Book): string[] {
  const findings = book.where('finding', 'lot', lot).filter(({ code }) => isWeightCode(code));
  return book.where('package', 'lot', lot).flatMap(({ id, comparison, basis }) => {
    if (basis !== 'single' || comparison === null || withinTolerance(comparison)) return [];
    const isFound = findings.some((finding) => finding.package === id);
    return isFound ? [] : ['a weight is beyond tolerance, and there is no finding of it'];
  });
}

function releaseFaults(body: EntryBodies['release-closed'], book: Book): string[] {
  const release = book.get('release', body.order);
  if (release === undefined) return ['order is no release'];
  const { released, short, unpicked, netMg } = body;
  return differingMembers({ released, short, unpicked, netMg }, releaseOutcome(book, release));
}

function roundFaults({ stocktake, round, disagreeing }: EntryBodies['count-round-closed'], book: Book): string[] {
  const record = book.get('stocktake', stocktake);
  if (record === undefined) return ['stocktake is not in the book'];
  return differingMembers({ round, disagreeing }, { round: record.round, disagreeing: recountDue(book, record) });
}

function stocktakeFaults(body: EntryBodies['stocktake-closed'], book: Book): string[] {
  const [stocktake, job] = [book.get('stocktake', body.stocktake), book.get('job', body.job)];
  if (stocktake === undefined || job === undefined) return ['stocktake or job is not in the book'];
  const possible = possibleStocktakeResults(book, { stocktake, job, operator: body.operator });
  const differences = possible.map((result) => differingMembers(body, result));
  return differences.some((names) => names.length === 0) ? [] : (differences[0] ?? []);
}

/** A job that is done has left its result. */
function closingFaults({ job, outcome }: EntryBodies['job-closed'], book: Book): string[] {
  const record = book.get('job', job);
  if (record === undefined) return ['job is not in the book'];
  return outcome === 'done' && !hasResult(record, book) ? ['the job is done, and there is no result of it'] : [];
}

function hasResult({ id, work, order, lot, stocktake }: JobRecord, book: Book): boolean {
  switch (work) {
    case 'intake':
      return lot === null || book.get('lot', lot)?.verdict?.job === id;
    case 'release':
      return order === null || book.get('release', order)?.state !== 'open';
    case 'stocktake':
      return stocktake === null || book.get('stocktake', stocktake)?.state !== 'open';
    case 'unannounced':
      return true;
  }
}
