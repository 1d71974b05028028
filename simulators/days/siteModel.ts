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
const SETTLE_MS = 400;
const STAND_MS = 1_500;
/** Vehicles swing: a bridge takes three seconds. */
const BRIDGE_STAND_MS = 3_500;
const ZERO_MS = 1_000;
/** A scale that says nothing for ten seconds may have been switched off; simulated ones stay on. */
const IDLE_MS = 5_000;
/** R 76-1 4.2.1: no indication above Max + 9 e. */
const OVER_E = 9;
const RSSI_DBM = -52;
/** M100: type "command" and "set region"; its reply; "no tag in this round". */
const M100 = { command: 0, reply: 1, setRegion: 0x07, error: 0xff, noTag: 0x15 } as const;

export class SitePlatform {
  readonly spec: SimulatedScale;
  readonly trueScale: TrueScale;
  readonly #site: SiteModel;
  #items: PhysicalItem[] = [];

  constructor(facts: SimulatedScale, truth: TrueScale, site: SiteModel) {
    this.spec = facts;
    this.trueScale = truth;
    this.#site = site;
  }

  listItems(): readonly PhysicalItem[] {
    return this.#items;
  }

  /**
   * Puts things down together and waits until the display stands. `share`: the part that the forks leave to the
   * platform.
   */
  place(items: readonly PhysicalItem[], share = 1): void {
    const before = this.#massMg();
    this.#items.push(...items);
    const after = before + Math.round((this.#massMg() - before) * share);
    this.#sendFrames(SETTLE_MS, (part) => asMassMg(before + Math.round((after - before) * part)), false);
    this.#sendFrames(this.#standMs(), () => asMassMg(after), true);
    this.#site.refreshScreens();
  }

  /** Whatever bore part of the load lets go of it. */
  bearWholeLoad(): void {
    this.#sendFrames(SETTLE_MS, () => this.#massMg(), false);
    this.#sendFrames(this.#standMs(), () => this.#massMg(), true);
    this.#site.refreshScreens();
  }

  clear(): void {
    this.#items = [];
    this.#sendFrames(SETTLE_MS, (part) => asMassMg(Math.round(1_000 * this.spec.intervalMg * (1 - part))), false);
    this.#sendFrames(ZERO_MS, () => asMassMg(0), true);
    this.#site.refreshScreens();
  }

  sendIdleFrames(): void {
    this.#sendFrame(this.#massMg(), true);
    this.#sendNoTag();
  }

  #standMs(): number {
    return this.spec.weighbridge ? BRIDGE_STAND_MS : STAND_MS;
  }

  #massMg(): MassMg {
    return asMassMg(this.#items.reduce((sum, { trueMassMg }) => sum + trueMassMg, 0));
  }

  #sendFrames(forMs: number, massMg: (part: number) => MassMg, stable: boolean): void {
    for (let atMs = 0; atMs < forMs; atMs += FRAME_MS) {
      this.#site.advanceBy(FRAME_MS);
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
    const answering = this.#items.filter(({ epcHex, isTagReadable }) => epcHex !== null && isTagReadable);
    if (answering.length === 0) this.#sendNoTag();
    for (const { epcHex } of answering)
      this.#site.sendBytes(reader, encodeM100TagNotice({ epcHex: epcHex ?? '', rssiDbm: RSSI_DBM }));
  }

  #sendNoTag(): void {
    const { reader } = this.spec;
    if (reader !== null) this.#site.sendBytes(reader, encodeM100Frame(M100.reply, M100.error, [M100.noTag]));
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
        new SitePlatform(facts, drawTrueScale(facts, random.split(facts.instrument)), this),
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
    for (let atMs = 0; atMs < forMs; atMs += IDLE_MS) {
      this.advanceBy(Math.min(IDLE_MS, forMs - atMs));
      for (const platform of this.platforms.values()) platform.sendIdleFrames();
    }
    this.#base.runDueTimers();
  }

  /** Over night everything is switched off. */
  passNight(forMs: number): void {
    this.advanceBy(forMs);
    for (const platform of this.platforms.values()) platform.sendIdleFrames();
    this.#base.runDueTimers();
  }
}
