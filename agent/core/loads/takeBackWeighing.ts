// Taking a weighing back. One person alone may while its load lies there, no finding is open on it and nothing rests on it;
// everything else, and every sample of a count, takes two, and the package is parked until the second has spoken. A weight that was off stays a case.
import type { WeighingId } from '../model/ids.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { WeighingRecord } from '../model/records.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import { jobsOfWeighing, standingRequest } from '../model/bookQueries.ts';
import { type BasePeople, findingsOnWeighing, mayHandleGoods, maySecondReversal } from '../model/whoMayAct.ts';
import { reversalRefusal } from './reversalChecks.ts';

/** The command, and what it depends on besides the book. */
export type TakeBackEvent = CommandMeta & {
  weighing: WeighingId;
  /** Its load still lies on its scale. */
  liesThere: boolean;
  people: BasePeople;
};

/**
 * Takes a weighing back, or asks for it. Refuses weighings that are reversed, belong to a closed job, are followed by
 * another pass, or have something resting on them; the same person twice; a second person who touched an open case of
 * it; and a request that nobody could second.
 */
export function decideReverse(event: TakeBackEvent, book: Book): Decided | Refusal {
  const { operator } = event;
  const record = findReversible(event.weighing, book);
  if ('refusal' in record) return record;
  const result = { weighing: record.id };
  const body = { weighing: record.id, reason: 'operator' as const, operator };
  // What a sample says is known when its round is closed: until then nobody can tell whether it was off.
  const mayBeAlone = event.liesThere && record.purpose !== 'sample';
  if (mayBeAlone && findingsOnWeighing(book, record).length === 0)
    return { entries: [{ kind: 'weighing-reversed', body: { ...body, askedBy: null } }], effects: [], result };
  const request = standingRequest(book, 'reverse-weighing', record.id);
  if (!request) return askForReversal(event, { book, record });
  if (request.operator === operator) return refuse('second-person-needed', { operator });
  if (!maySecondReversal(operator, { weighing: record, askedBy: request.operator, book }))
    return refuse('case-touched', { operator });
  return {
    entries: [{ kind: 'weighing-reversed', body: { ...body, askedBy: request.operator } }],
    effects: [],
    result,
  };
}

function askForReversal(
  { operator, people }: TakeBackEvent,
  { book, record }: { book: Book; record: WeighingRecord },
): Decided | Refusal {
  const second = { weighing: record, askedBy: operator, book };
  if (!people.some((person) => mayHandleGoods(person) && maySecondReversal(person.operator, second)))
    return refuse('nobody-may-second');
  const packages = record.package === null ? [] : [record.package];
  const subject = { act: 'reverse-weighing' as const, subject: record.id, packages, netMg: asMassMg(0) };
  return {
    entries: [{ kind: 'second-person-asked', body: { ...subject, operator } }],
    effects: [],
    result: { weighing: record.id, asked: true },
  };
}

function findReversible(id: WeighingId, book: Book): WeighingRecord | Refusal {
  const record = book.get('weighing', id);
  if (!record) return refuse('weighing-unknown', { weighing: id });
  if (record.state === 'reversed') return refuse('weighing-reversed', { weighing: record.id });
  const closedJob = jobsOfWeighing(book, record).find((job) => book.get('job', job)?.state === 'closed');
  if (closedJob !== undefined) return refuse('job-closed', { job: closedJob });
  // A pass in the midst of a visit is the beginning of the next pair.
  const last = record.visit === null ? undefined : book.get('visit', record.visit)?.passes.at(-1);
  if (last && last.weighing !== record.id) return refuse('pass-paired', { weighing: record.id });
  return reversalRefusal(record, book) ?? record;
}
