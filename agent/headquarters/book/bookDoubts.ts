// Check weighings of scales, and a doubt that two persons take back. CONTRACT.md 9.1.
import { endRequest, rejectSecond } from './bookRequests.ts';
import type { BaseBook } from './baseBook.ts';
import type { BookContext, ContractBodyOf, ContractEntryOf, RejectionReason } from './bookContext.ts';
import { voidDoubtFindings } from './bookWeighings.ts';

/** Books how a scale's check weighing ended; what was no check weight by far says nothing of the scale. */
export function bookCheckWeighing({ book }: BookContext, { body }: ContractEntryOf<'check-weighing'>): RejectionReason {
  const { scale, passed, recognised } = body;
  if (passed || recognised)
    book.saveRow('checked_scales', { base: book.base, scale: scale.instrument, passed: passed ? 1 : 0 });
  return null;
}

/** Books that weighings count again which a failed check had made doubtful. */
export function bookDoubtLifted({ book }: BookContext, { body }: ContractEntryOf<'doubt-lifted'>): RejectionReason {
  if (body.askedBy === body.operator) return 'one person lifted a doubt that takes two';
  const asked = { act: 'lift-doubt', subject: body.scale, askedBy: body.askedBy } as const;
  const withoutRequest = rejectSecond(book, asked);
  if (withoutRequest !== null) return withoutRequest;
  if (book.findRow('checked_scales', body.scale)?.passed !== 1)
    return `scale ${body.scale} has not passed its last check weighing`;
  for (const id of body.weighings) {
    const row = book.findRow('weighings', id);
    if (row?.scale !== body.scale || row.doubt !== 'check-failed')
      return `weighing ${id} is not doubtful for a failed check of ${body.scale}`;
    book.saveRow('weighings', { ...row, doubt: null });
  }
  endRequest(book, asked);
  return settlePackages(book, body);
}

function settlePackages(book: BaseBook, { weighings, packages }: ContractBodyOf<'doubt-lifted'>): RejectionReason {
  const lifted = new Set<string>(weighings);
  for (const id of packages) {
    const row = book.findRow('packages', id);
    const supports = row?.weighing == null ? [] : [row.weighing, ...book.findPassesBefore(row.weighing)];
    if (row?.doubtful !== 1 || !supports.some((support) => lifted.has(support)))
      return `package ${id} is not doubtful for these weighings`;
    if (supports.some((support) => book.findRow('weighings', support)?.doubt != null))
      return `package ${id} rests on a weighing that is still doubtful`;
    book.saveRow('packages', { ...row, doubtful: 0 });
    voidDoubtFindings(book, id);
  }
  return null;
}
