// What every piece of work of a day shares: the base, its scales, who is there, what is in store, and the truth. Two
// moves of hands that all of them use: weigh something and answer the screen, and press a button that must not be
// refused.
import type { RandomStream } from '../runtime/randomStream.ts';
import type { BaseCommandOutcome, BaseUnderTest, BasePerson, BaseCommand } from './baseUnderTest.ts';
import type { DeliveryGenerator } from './simulatedDeliveries.ts';
import type { LedgerReader } from './ledgerReader.ts';
import type { AgainReason, InjectedError, GroundTruth } from './groundTruth.ts';
import type { HandlingPace, SitePlatform, PhysicalItem, SiteModel } from './siteModel.ts';

export interface DayStaff {
  /** Two at the docks, two who count and recount, two supervisors. */
  dock: BasePerson;
  bridge: BasePerson;
  counter: BasePerson;
  recounter: BasePerson;
  supervisor: BasePerson;
  second: BasePerson;
}

/** A package in store, as it really is. */
export interface StoredPackage {
  item: PhysicalItem;
  lot: string;
  /** Weighed by itself when it came: only then is its own figure known as well as one weighing gives it. */
  isWeighedAlone: boolean;
  /** What our scale showed, and by which scale. */
  station: string;
  /** Where it stands, whatever the book says; null: where it was weighed. */
  area: string | null;
}

export interface DayContext {
  base: BaseUnderTest;
  site: SiteModel;
  staff: DayStaff;
  random: RandomStream;
  truth: GroundTruth;
  ledger: LedgerReader;
  deliveries: DeliveryGenerator;
  stock: Map<string, StoredPackage>;
  /** What left by releases, and may come back. */
  released: StoredPackage[];
  /** Ids of what somebody set apart, and the day. */
  setApart: Map<string, number>;
  /** What the core refused although the work was right: each is a flaw of the base or of this simulation. */
  unexpected: string[];
}

export interface DayWork {
  context: DayContext;
  station: string;
  person: BasePerson;
}

export function platformOfWork({ context, station }: DayWork): SitePlatform {
  return context.site.platformAt(station);
}

const BETWEEN_LOADS_MS = 25_000;

/** Presses a button. Whatever is refused here should not have been. */
export function sendExpectedCommand({ context, person, station }: DayWork, command: BaseCommand): BaseCommandOutcome {
  const answer = context.base.sendCommand(command, person);
  if (answer.kind === 'refused')
    context.unexpected.push(`day ${context.truth.day}, ${station}: ${command.kind} refused: ${answer.code}`);
  return answer;
}

export function readCommandResult(answer: BaseCommandOutcome, member: string): string {
  const value = answer.kind === 'done' ? answer.result[member] : null;
  return value === null || value === undefined ? '' : String(value);
}

/** What became of a load. */
export type LoadHandlingOutcome = 'recorded' | 'parked' | 'held' | { refused: string };

/** Puts things down, answers the screen with what is printed on `named`, and leaves them there. */
export function weighItems(
  work: DayWork,
  items: readonly PhysicalItem[],
  { code, ...pace }: { code?: string } & HandlingPace = {},
): LoadHandlingOutcome {
  work.context.truth.packagesHandled += items.length;
  platformOfWork(work).place(items, pace);
  return identifyDayLoad(work, code ?? items[0]?.mark ?? '');
}

/** What the screen says when a load must come again, and why. */
export const ASKS_AGAIN: Readonly<Record<string, AgainReason>> = {
  'put-on-again': 'disturbed',
  'clear-platform': 'unknown',
};

/** The screen asks which one it is, or knows. */
export function identifyDayLoad(work: DayWork, code: string): LoadHandlingOutcome {
  const { context, station } = work;
  const { guidance: first, load } = context.base.station(station);
  if (first === 'scan-package') {
    const answer = sendNamed(work, { mark: code, meant: meantPackage(work, code) }, (named) => ({
      kind: 'identify',
      station,
      code: named,
      typed: named !== code,
      weighing: load?.weighing ?? null,
    }));
    if (answer.kind === 'refused') return holdUnknownItem(work, { code, refused: answer.code });
  }
  const seen = context.base.station(station);
  if (seen.guidance === 'attach-tag') attachNewTag(work);
  const { guidance } = context.base.station(station);
  if (guidance === 'park-package') return 'parked';
  if (guidance === 'recorded-remove') return 'recorded';
  if (guidance !== 'over-maximum' && !(guidance in ASKS_AGAIN))
    context.unexpected.push(
      `day ${context.truth.day}, ${station}: the screen says ${guidance} with ${code} on the scale`,
    );
  return { refused: guidance };
}

/** What somebody means who reads a mark at a station: of the lot that is worked there, or else what lies on the scale. */
function meantPackage(work: DayWork, mark: string): string | undefined {
  const { base, deliveries } = work.context;
  const lot = base.station(work.station).job?.lot ?? null;
  return lot === null ? platformOfWork(work).listItems()[0]?.id : deliveries.packageBearing(mark, lot);
}

/** Sends what names a thing by its mark; where several bear it, the package that is meant is chosen from the list. */
export function sendNamed(
  { context, person }: DayWork,
  { mark, meant }: { mark: string; meant: string | undefined },
  command: (code: string) => BaseCommand,
): BaseCommandOutcome {
  const answer = context.base.sendCommand(command(mark), person);
  if (answer.kind === 'done' || answer.code !== 'code-ambiguous' || meant === undefined) return answer;
  context.truth.noteStoreAct('chosen from several');
  return context.base.sendCommand(command(meant), person);
}

function holdUnknownItem(
  { context, station, person }: DayWork,
  { code, refused }: { code: string; refused: string },
): LoadHandlingOutcome {
  if (refused !== 'not-in-lot' && refused !== 'package-of-other-lot') return { refused };
  const held = context.base.sendCommand(
    { kind: 'hold-foreign', station, identity: code, weighing: context.base.station(station).load?.weighing ?? null },
    person,
  );
  return held.kind === 'done' ? 'held' : { refused: held.code };
}

function attachNewTag(work: DayWork): void {
  const { base, deliveries } = work.context;
  const { load } = base.station(work.station);
  const epcHex = deliveries.nextTagEpc();
  for (const item of platformOfWork(work).listItems()) {
    item.epcHex = epcHex;
    item.isTagReadable = true;
  }
  if (load?.package != null) sendExpectedCommand(work, { kind: 'attach-tag', package: load.package, epcHex });
}

/** Takes everything off and fetches the next. What nobody could name is taken back first, or its job could not end. */
export function clearPlatform(work: DayWork): void {
  if (work.context.base.station(work.station).guidance === 'scan-package') reverseLoadWeighing(work);
  platformOfWork(work).clear();
  work.context.site.passTime(BETWEEN_LOADS_MS);
}

/** The load on the scale was a mistake: its weighing is taken back. */
export function reverseLoadWeighing(work: DayWork): void {
  const { load } = work.context.base.station(work.station);
  if (load) reverseWeighing(work, load.weighing);
}

/** Takes a weighing back; where that takes two, the supervisor is the second. */
export function reverseWeighing(work: DayWork, weighing: string): void {
  const command = { kind: 'reverse-weighing', weighing } as const;
  const answer = sendExpectedCommand(work, command);
  if (answer.kind === 'done' && answer.result['asked'] === true)
    sendExpectedCommand({ ...work, person: work.context.staff.supervisor }, command);
}

/** Opens an order's job at a station; its id. */
export function openOrderJob(work: DayWork, order: string): string {
  return readCommandResult(sendExpectedCommand(work, { kind: 'open-job', order, station: work.station }), 'job');
}

/** True if something on the screen or a refusal says that this load is not as it should be. */
export function recordDetection(context: DayContext, error: InjectedError, outcome: LoadHandlingOutcome): boolean {
  if (outcome === 'recorded') return false;
  context.truth.markFound(
    error,
    outcome === 'parked' ? 'finding' : outcome === 'held' ? 'held' : `refused: ${outcome.refused}`,
  );
  return true;
}

/** Reads what the base wrote since. */
export function readNewEntries({ context }: Pick<DayWork, 'context'>): void {
  const damaged = new Set(
    [...context.site.platforms.values()]
      .filter(({ trueScale }) => trueScale.isDamaged())
      .map(({ spec }) => spec.instrument),
  );
  context.ledger.readEntries(context.base, (instrument) => damaged.has(instrument));
}

/** In store, of a lot that is verified, and nothing is said against it. */
export function isReleasable({ base }: DayContext, { lot, item }: StoredPackage): boolean {
  const lotPage = base.lot(lot);
  const record = lotPage.packages.find((candidate) => candidate.package === item.id);
  return (lotPage.state === 'verified' || lotPage.state === 'closed') && record?.state === 'stored' && !record.held;
}
