// What was taken out of a package and is too light for the scale: a person reads it off a balance and types it. Nobody saw
// it on a scale, so that it counts double against what one person may take.
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import type { Book } from '../model/book.ts';
import { readWords } from '../model/comparableText.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import { asWeighingId, type PackageId } from '../model/ids.ts';
import { actRefusal } from '../model/packageActs.ts';
import { TYPED_WEIGHT_LIMITS } from '../model/limits.ts';
import type { StationScale } from '../weight/weighingFitness.ts';
import { removalEntries, type RemovalIntent, removalRefusal } from './removedMaterial.ts';

type TypeRemovalEvent = CommandMeta & {
  station: StationId;
  stationKnown: boolean;
  package: PackageId;
  massMg: MassMg;
  /** Smallest step of the balance. */
  stepMg: MassMg;
  note: string;
  said: Pick<RemovalIntent, 'reason' | 'sealBefore' | 'sealAfter'>;
  /** Of every station that is in service. */
  scales: readonly StationScale[];
};

/**
 * Decides a mass (mg) that a person read off a balance. Refuses what the station's scale can weigh, masses and steps that
 * cannot be, a missing reason, and packages of which nothing may be taken now; never for what the package holds.
 */
export function decideTypeRemoval(
  event: TypeRemovalEvent,
  { book, at }: { book: Book; at: Timestamp },
): Decided | Refusal {
  const { station, operator, massMg, stepMg } = event;
  if (!event.stationKnown) return refuse('station-unknown', { station });
  const record = book.get('package', event.package);
  if (!record) return refuse('package-unknown', { package: event.package });
  const note = readWords(event.note);
  const refusal = actRefusal(record, 'remove') ?? findTypedRefusal({ ...event, note });
  if (refusal) return refusal;
  const intent: RemovalIntent = { kind: 'removal', removal: event.id, package: record.id, ...event.said };
  const withheld = removalRefusal(intent, { book, record, risen: false });
  if (withheld) return withheld;
  const weighing = asWeighingId(event.id);
  const mass = { weighing, massMg, unverified: false, manual: true };
  const body = { weighing, station, package: record.id, lot: record.lot, massMg, stepMg, note, operator };
  return {
    entries: [{ kind: 'removal-typed', body }, ...removalEntries(intent, { book, record, mass, operator, at })],
    effects: [],
    result: { weighing, removal: event.id, package: record.id },
  };
}

function findTypedRefusal({ station, scales, massMg, stepMg, note }: TypeRemovalEvent): Refusal | null {
  if (note === '') return refuse('reason-missing');
  if (massMg <= 0 || massMg > TYPED_WEIGHT_LIMITS.grossMg) return refuse('weight-impossible');
  if (stepMg <= 0 || stepMg > massMg) return refuse('balance-step-impossible');
  const scale = scales.find((candidate) => candidate.station === station)?.scale;
  const leastMg = Math.min(...(scale?.ranges.map(({ minMg }) => minMg) ?? []));
  return massMg >= leastMg ? refuse('scale-can-weigh', { station }) : null;
}
