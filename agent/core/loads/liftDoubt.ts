// A scale failed its check weighing twice, and was right all the time: the check weight was damaged, or something lay
// under the platform. When it has passed a check again, two persons take the doubt back.
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { InstrumentId } from '../../../drivers/contract/siteIds.ts';
import type { Book } from '../model/book.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import type { WeighingId } from '../model/ids.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import { judgeAgain } from '../verdict/judgeAgain.ts';
import { doubtfulWeighings, liftDoubtRequest } from '../model/scaleService.ts';
import { findRestingPackages } from './doubtWeighings.ts';

/**
 * The first person asks, a second one lifts the doubt; lots whose last obstacle it was are judged again. What the doubt
 * has opened again meanwhile (samples, recounts, loads made ready for dispatch) is done again. Refuses scales whose
 * weighings are not doubtful, a scale that has not passed a check since, and the same person twice.
 */
export function decideLiftDoubt(event: CommandMeta & { scale: InstrumentId }, book: Book): Decided | Refusal {
  const { scale, operator } = event;
  const weighings = doubtfulWeighings(book, scale);
  if (weighings.length === 0) return refuse('scale-not-doubtful', { scale });
  if (book.get('scale', scale)?.check?.passed !== true) return refuse('check-not-passed', { scale });
  const request = liftDoubtRequest(book, scale);
  if (request === null) {
    const body = { act: 'lift-doubt' as const, subject: scale, packages: [], netMg: asMassMg(0), operator };
    return { entries: [{ kind: 'second-person-asked', body }], effects: [], result: { scale, asked: true } };
  }
  if (request.operator === operator) return refuse('second-person-needed', { operator });
  const packages = packagesWithoutDoubt(book, weighings);
  const lifted: NewEntry = {
    kind: 'doubt-lifted',
    body: {
      scale,
      weighings: weighings.map(({ id }) => id).sort(),
      packages: packages.map(({ id }) => id).sort(),
      askedBy: request.operator,
      operator,
    },
  };
  const entries: NewEntry[] = [lifted];
  const newId = derivedIds(event.id);
  for (const lot of [...new Set(packages.map((record) => record.lot))].sort())
    entries.push(...judgeAgain(book, { entries, lot, operator, newId }));
  return { entries, effects: [], result: { scale, asked: false } };
}

/** Packages whose figure rests on these weighings and on no other that is doubtful. */
function packagesWithoutDoubt(book: Book, weighings: readonly WeighingRecord[]): PackageRecord[] {
  const lifted = new Set(weighings.map(({ id }) => id));
  const packages = new Map<string, PackageRecord>();
  for (const weighing of weighings)
    for (const record of findRestingPackages(book, weighing)) packages.set(record.id, record);
  return [...packages.values()].filter(
    (record) => record.doubtful && !supportsOf(book, record).some((id) => !lifted.has(id) && isDoubtful(book, id)),
  );
}

/** The weighings on which a package's figure rests: its own, and the pass before it. */
function supportsOf(book: Book, { weighing }: PackageRecord): WeighingId[] {
  if (weighing === null) return [];
  return [weighing, ...book.where('pair', 'after', weighing).map(({ before }) => before)];
}

function isDoubtful(book: Book, id: string): boolean {
  return book.get('weighing', id)?.doubted != null;
}
