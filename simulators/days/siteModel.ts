// The physical base: platforms with what lies on them, displays and readers that speak their wires' bytes, and time
// that passes. Knows true masses and tags; must not know lots, orders or what the base makes of it.
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import type { RandomStream } from '../runtime/randomStream.ts';
import { encodeAndIndicatorFrame } from '../wires/and-std.ts';
import { encodeM100Frame, encodeM100TagNotice } from '../wires/m100.ts';
import type { BaseUnderTest, SimulatedScale } from './baseUnderTest.ts';
import { drawTrueScale, type TrueScale } from './trueScale.ts';

/** Something that can lie on a platform. */
export interface PhysicalItem {
  /** The package it is by right; for a stranger, its mark. */
  id: string;
  mark: string;
  trueMassMg: MassMg;
  /** The tag that is fixed to it. */
  epcHex: string | null;
  /** False: the tag is there, but too badly placed to be read. */
  isTagReadable: boolean;
}

const FRAME_MS = 100;
/** While nothing moves, a display is read less often: still twice in each half second. */
const STANDING_FRAME_MS = 200;
const SETTLE_MS = 400;
const STAND_MS = 1_500;
/** Vehicles swing: a bridge takes three seconds. */
const BRIDGE_STAND_MS = 3_500;
const ZERO_MS = 1_000;
/** A scale that says nothing for ten seconds may have been switched off; simulated ones stay on. */
const IDLE_MS = 5_000;
/** How long others wait for a word of the instruments while somebody works at one of them. */
const REFRESH_MS = 2_000;
/** How long after a load and before the next the antenna is watched, if something stands near it. */
const WATCHED_MS = 10_000;
/** R 76-1 4.2.1: no indication above Max + 9 e. */
const OVER_E = 9;
const RSSI_DBM = { load: -52, neighbour: -64 } as const;
/** A tag two metres away answers in some of the rounds. */
const NEIGHBOUR_ANSWERS = 0.4;
/** M100: type "command" and "set region"; its reply; "no tag in this round". */
const M100 = { command: 0, reply: 1, setRegion: 0x07, error: 0xff, noTag: 0x15 } as const;

/** How something is put down or lifted. */
export interface HandlingPace {
  /** The part that the forks leave to the platform. */
  share?: number;
  /** How long it then stands. */
  standMs?: number;
}

export class SitePlatform {
  readonly spec: SimulatedScale;
  readonly trueScale: TrueScale;
  readonly #site: SiteModel;
  readonly #random: RandomStream;
  #items: PhysicalItem[] = [];
  /** Of the load, what the platform bears; forks bear the rest. */
  #share = 1;
  /** Who stands on the platform. */
  #personMg = 0;
  /** What somebody declared to be nothing, by pressing zero. */
  #zeroMg = 0;
  #neighbours: readonly PhysicalItem[] = [];

  constructor(facts: SimulatedScale, truth: TrueScale, { site, random }: { site: SiteModel; random: RandomStream }) {
    this.spec = facts;
    this.trueScale = truth;
    this.#site = site;
    this.#random = random;
  }

  listItems(): readonly PhysicalItem[] {
    return this.#items;
  }

  /** What stands within reach of the antenna, and not on the platform. */
  setNeighbours(items: readonly PhysicalItem[]): void {
    this.#neighbours = items;
  }

  hasNeighbours(): boolean {
    return this.#neighbours.length > 0;
  }

  /** Puts things down together and waits until the display stands. */
  place(items: readonly PhysicalItem[], { share = 1, standMs = this.#standMs() }: HandlingPace = {}): void {
    const before = this.#massMg();
    this.#items.push(...items);
    this.#share = 1;
    const wholeMg = this.#massMg();
    // Only the last that came still hangs on the forks.
    this.#share = wholeMg === 0 ? 1 : (before + (wholeMg - before) * share) / wholeMg;
    this.#move(before, this.#massMg());
    this.stand(standMs);
  }

  /** Whatever bore part of the load lets go of it. */
  bearWholeLoad(): void {
    const before = this.#massMg();
    this.#share = 1;
    this.#move(before, this.#massMg());
    this.stand(this.#standMs());
  }

  /** Nothing moves for a while. */
  stand(forMs: number): void {
    for (let atMs = 0; atMs < forMs; atMs += REFRESH_MS) {
      this.#sendFrames(Math.min(REFRESH_MS, forMs - atMs), () => this.#massMg(), true);
      this.#site.refreshScreens();
    }
  }

  stepOn(massMg: MassMg): void {
    const before = this.#massMg();
    this.#personMg = massMg;
    this.#move(before, this.#massMg());
  }

  stepOff(): void {
    const before = this.#massMg();
    this.#personMg = 0;
    this.#move(before, this.#massMg());
  }

  /** The forks lift a part, and stop. */
  liftHalfWay(share: number, standMs: number): void {
    const before = this.#massMg();
    this.#share = share;
    this.#move(before, this.#massMg());
    this.stand(standMs);
  }

  clear(): void {
    const before = this.#massMg();
    this.#takeAll();
    this.#move(before, this.#massMg());
    this.#sendFrames(ZERO_MS, () => this.#massMg(), true);
    this.#site.refreshScreens();
  }

  /** One thing goes and another comes so fast that the display never stands in between. */
  exchange(items: readonly PhysicalItem[], emptyMs: number): void {
    const before = this.#massMg();
    this.#takeAll();
    this.#move(before, this.#massMg());
    this.#sendFrames(emptyMs, () => this.#massMg(), false);
    this.place(items);
  }

  /** Somebody presses zero at the indicator, whatever lies there. */
  pressZero(): void {
    this.#zeroMg = 0;
    this.#zeroMg = this.#massMg();
    this.stand(ZERO_MS);
  }

  sendIdleFrames(): void {
    this.#sendFrame(this.#massMg(), true);
    this.#sendTags();
  }

  /** All that lies there. */
  loadMg(): number {
    return this.#items.reduce((sum, { trueMassMg }) => sum + trueMassMg, 0);
  }

  #takeAll(): void {
    this.#items = [];
    this.#share = 1;
    this.#personMg = 0;
  }

  #standMs(): number {
    return this.spec.weighbridge ? BRIDGE_STAND_MS : STAND_MS;
  }

  #massMg(): MassMg {
    return asMassMg(Math.round(this.loadMg() * this.#share) + this.#personMg - this.#zeroMg);
  }

  #move(fromMg: MassMg, toMg: MassMg): void {
    this.#sendFrames(SETTLE_MS, (part) => asMassMg(fromMg + Math.round((toMg - fromMg) * part)), false);
  }

  #sendFrames(forMs: number, massMg: (part: number) => MassMg, stable: boolean): void {
    let frameMs = FRAME_MS;
    for (let atMs = 0; atMs < forMs; atMs += frameMs) {
      // The first second and a half decide; afterwards nothing is expected to happen.
      frameMs = stable && atMs >= STAND_MS ? STANDING_FRAME_MS : FRAME_MS;
      this.#site.advanceBy(frameMs);
      if (atMs % (2 * FRAME_MS) === 0) this.#sendTags();
      this.#sendFrame(massMg(atMs / forMs), stable);
    }
  }

  #sendFrame(massMg: MassMg, stable: boolean): void {
    const { instrument, decimals, maxMg, intervalMg } = this.spec;
    const mg = this.trueScale.indicate(massMg);
    const isOver = mg > maxMg + OVER_E * intervalMg;
    this.#site.sendBytes(
      instrument,
      encodeAndIndicatorFrame({ mg, unit: 'kg', decimals }, { stable, mode: 'gross', over: isOver }),
    );
  }

  #sendTags(): void {
    const { reader } = this.spec;
    if (reader === null) return;
    const isReadable = ({ epcHex, isTagReadable }: PhysicalItem): boolean => epcHex !== null && isTagReadable;
    const own = this.#items.filter(isReadable).map(({ epcHex }) => ({ epcHex, rssiDbm: RSSI_DBM.load }));
    const near = this.#neighbours
      .filter((item) => isReadable(item) && !this.#items.includes(item) && this.#random.isTrue(NEIGHBOUR_ANSWERS))
      .map(({ epcHex }) => ({ epcHex, rssiDbm: RSSI_DBM.neighbour }));
    const answering = [...own, ...near];
    if (answering.length === 0) this.#site.sendBytes(reader, encodeM100Frame(M100.reply, M100.error, [M100.noTag]));
    for (const { epcHex, rssiDbm } of answering)
      this.#site.sendBytes(reader, encodeM100TagNotice({ epcHex: epcHex ?? '', rssiDbm }));
  }
}

export class SiteModel {
  readonly #base: BaseUnderTest;
  readonly platforms: ReadonlyMap<string, SitePlatform>;
  /** Readers that were told a region and have not answered yet. */
  #regionRequests: string[] = [];

  constructor(base: BaseUnderTest, scales: readonly SimulatedScale[], random: RandomStream) {
    this.#base = base;
    this.platforms = new Map(
      scales.map((facts) => [
        facts.station,
        new SitePlatform(facts, drawTrueScale(facts, random.split(facts.instrument)), {
          site: this,
          random: random.split(`${facts.instrument} antenna`),
        }),
      ]),
    );
    // A reader's region must be acknowledged before its antenna may radiate.
    base.onBytesWritten((instrument, bytes) => {
      if (bytes[1] === M100.command && bytes[2] === M100.setRegion) this.#regionRequests.push(instrument);
    });
  }

  platformAt(station: string): SitePlatform {
    const platform = this.platforms.get(station);
    if (!platform) throw new RangeError(`there is no platform at ${station}`);
    return platform;
  }

  advanceBy(byMs: number): void {
    this.#base.advance(byMs);
    for (const reader of this.#regionRequests.splice(0))
      this.sendBytes(reader, encodeM100Frame(M100.reply, M100.setRegion, [0]));
  }

  sendBytes(instrument: string, bytes: Uint8Array): void {
    this.#base.deliverBytes(instrument, bytes);
  }

  /** Everybody looks at the screens; instruments that nobody works at have said something before. */
  refreshScreens(): void {
    for (const platform of this.platforms.values()) platform.sendIdleFrames();
    this.#base.runDueTimers();
  }

  /** Time passes while nothing happens: fetching the next drum, a break. */
  passTime(forMs: number): void {
    const watched = [...this.platforms.values()].find((platform) => platform.hasNeighbours());
    watched?.stand(Math.min(forMs, WATCHED_MS));
    const idleMs = watched ? Math.max(0, forMs - 2 * WATCHED_MS) : forMs;
    for (let atMs = 0; atMs < idleMs; atMs += IDLE_MS) {
      this.advanceBy(Math.min(IDLE_MS, idleMs - atMs));
      for (const platform of this.platforms.values()) platform.sendIdleFrames();
    }
    watched?.stand(Math.min(forMs - idleMs, WATCHED_MS));
    this.#base.runDueTimers();
  }

  /** Over night everything is switched off. */
  passNight(forMs: number): void {
    this.advanceBy(forMs);
    for (const platform of this.platforms.values()) platform.sendIdleFrames();
    this.#base.runDueTimers();
  }
}
