// What every piece of work of a day shares: the base, the yard, who is there, what is in store, and the truth. Two
// moves of hands that all of them use: weigh something and answer the screen, and press a button that must not be
// refused.
import type { SeededChance } from '../chance.ts';
import type { Answer, BaseUnderTest, Person, Wish } from './base.ts';
import type { Consignments } from './deliveries.ts';
import type { LedgerReader } from './ledgerReader.ts';
import type { Made, Truth } from './truth.ts';
import type { Platform, Thing, Yard } from './yard.ts';

export interface Staff {
  /** Two at the docks, two who count and recount, two supervisors. */
  dock: Person;
  bridge: Person;
  counter: Person;
  recounter: Person;
  supervisor: Person;
  second: Person;
}

/** A package in store, as it really is. */
export interface Stored {
  thing: Thing;
  lot: string;
  /** Weighed by itself when it came: only then is its own figure known as well as one weighing gives it. */
  single: boolean;
  /** What our scale showed, and by which scale. */
  station: string;
}

export interface Scene {
  base: BaseUnderTest;
  yard: Yard;
  staff: Staff;
  chance: SeededChance;
  truth: Truth;
  ledger: LedgerReader;
  consignments: Consignments;
  stock: Map<string, Stored>;
  /** What the core refused although the work was right: each is a flaw of the base or of this simulation. */
  surprises: string[];
}

export interface Work {
  scene: Scene;
  station: string;
  person: Person;
}

export function platformOf({ scene, station }: Work): Platform {
  return scene.yard.at(station);
}

const BETWEEN_LOADS_MS = 25_000;

/** Presses a button. Whatever is refused here should not have been. */
export function press({ scene, person, station }: Work, wish: Wish): Answer {
  const answer = scene.base.press(wish, person);
  if (answer.kind === 'refused')
    scene.surprises.push(`day ${scene.truth.day}, ${station}: ${wish.kind} refused: ${answer.code}`);
  return answer;
}

export function resultOf(answer: Answer, member: string): string {
  const value = answer.kind === 'done' ? answer.result[member] : null;
  return value === null || value === undefined ? '' : String(value);
}

/** What became of a load. */
export type Outcome = 'recorded' | 'parked' | 'held' | { refused: string };

/** Puts things down, answers the screen with what is printed on `named`, and leaves them there. */
export function weigh(work: Work, things: readonly Thing[], how: { code?: string; share?: number } = {}): Outcome {
  work.scene.truth.packages += things.length;
  platformOf(work).place(things, how.share ?? 1);
  return nameLoad(work, how.code ?? things[0]?.mark ?? '');
}

/**
 * Weighs one package as what was announced. A load that is not recorded bears a tag that is not its own: the tag is
 * taken off and it is tried once more; then the announcement is taken back. True if it was recorded.
 */
export function weighAnnounced(work: Work, thing: Thing): boolean {
  const { scene, station } = work;
  for (const last of [false, true]) {
    scene.truth.packages += 1;
    platformOf(work).place([thing]);
    const { load, guidance } = scene.base.station(station);
    clear(work);
    if (load !== null) return true;
    if (last)
      scene.surprises.push(
        `day ${scene.truth.day}, ${station}: announced ${thing.mark} was not recorded: the screen says ${guidance}`,
      );
    thing.readable = false;
  }
  press(work, { kind: 'announce-load', station, load: null });
  return false;
}

/** The screen asks which one it is, or knows. */
export function nameLoad(work: Work, code: string): Outcome {
  const { scene, station, person } = work;
  const { guidance: first, load } = scene.base.station(station);
  if (first === 'scan-package') {
    const answer = scene.base.press(
      { kind: 'identify', station, code, typed: false, weighing: load?.weighing ?? null },
      person,
    );
    if (answer.kind === 'refused') return unknownHere(work, { code, refused: answer.code });
  }
  const seen = scene.base.station(station);
  if (seen.guidance === 'attach-tag') attachTag(work);
  const { guidance } = scene.base.station(station);
  if (guidance === 'park-package') return 'parked';
  if (guidance === 'recorded-remove') return 'recorded';
  if (guidance !== 'over-maximum')
    scene.surprises.push(`day ${scene.truth.day}, ${station}: the screen says ${guidance} with ${code} on the scale`);
  return { refused: guidance };
}

function unknownHere({ scene, station, person }: Work, { code, refused }: { code: string; refused: string }): Outcome {
  if (refused !== 'not-in-lot' && refused !== 'package-of-other-lot') return { refused };
  const held = scene.base.press(
    { kind: 'hold-foreign', station, identity: code, weighing: scene.base.station(station).load?.weighing ?? null },
    person,
  );
  return held.kind === 'done' ? 'held' : { refused: held.code };
}

function attachTag(work: Work): void {
  const { base, consignments } = work.scene;
  const { load } = base.station(work.station);
  const epcHex = consignments.tag();
  for (const thing of platformOf(work).lying()) {
    thing.epcHex = epcHex;
    thing.readable = true;
  }
  if (load?.package != null) press(work, { kind: 'attach-tag', package: load.package, epcHex });
}

/** Takes everything off and fetches the next. */
export function clear(work: Work): void {
  platformOf(work).clear();
  work.scene.yard.pass(BETWEEN_LOADS_MS);
}

/** The load on the scale was a mistake: its weighing is taken back. */
export function takeBack(work: Work): void {
  const { load } = work.scene.base.station(work.station);
  if (load) press(work, { kind: 'reverse-weighing', weighing: load.weighing });
}

/** Opens an order's job at a station; its id. */
export function openJob(work: Work, order: string): string {
  return resultOf(press(work, { kind: 'open-job', order, station: work.station }), 'job');
}

/** True if something on the screen or a refusal says that this load is not as it should be. */
export function notices(scene: Scene, made: Made, outcome: Outcome): boolean {
  if (outcome === 'recorded') return false;
  scene.truth.find(
    made,
    outcome === 'parked' ? 'finding' : outcome === 'held' ? 'held' : `refused: ${outcome.refused}`,
  );
  return true;
}
