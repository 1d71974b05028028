// The physical base: platforms with what lies on them, displays and readers that speak their wires' bytes, and time
// that passes. Knows true masses and tags; must not know lots, orders or what the base makes of it.
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { SeededChance } from '../chance.ts';
import { indicatorFrame } from '../wires/and.ts';
import { m100Frame, tagNotice } from '../wires/m100.ts';
import type { BaseUnderTest, SimulatedScale } from './base.ts';
import { drawScale, type TrueScale } from './scaleTruth.ts';

/** Something that can lie on a platform. */
export interface Thing {
  /** The package it is by right; for a stranger, its mark. */
  id: string;
  mark: string;
  trueMg: MassMg;
  /** The tag that is fixed to it. */
  epcHex: string | null;
  /** False: the tag is there, but too badly placed to be read. */
  readable: boolean;
}

const FRAME_MS = 100;
const SETTLE_MS = 400;
const STAND_MS = 1_500;
const ZERO_MS = 1_000;
/** A scale that says nothing for ten seconds may have been switched off; simulated ones stay on. */
const IDLE_MS = 5_000;
/** R 76-1 4.2.1: no indication above Max + 9 e. */
const OVER_E = 9;
const RSSI_DBM = -52;
/** M100: type "command" and "set region"; its reply; "no tag in this round". */
const M100 = { command: 0, reply: 1, setRegion: 0x07, error: 0xff, noTag: 0x15 } as const;

export class Platform {
  readonly facts: SimulatedScale;
  readonly truth: TrueScale;
  readonly #yard: Yard;
  #lying: Thing[] = [];

  constructor(facts: SimulatedScale, truth: TrueScale, yard: Yard) {
    this.facts = facts;
    this.truth = truth;
    this.#yard = yard;
  }

  lying(): readonly Thing[] {
    return this.#lying;
  }

  /**
   * Puts things down together and waits until the display stands. `share`: the part that the forks leave to the
   * platform.
   */
  place(things: readonly Thing[], share = 1): void {
    const before = this.#massMg();
    this.#lying.push(...things);
    const after = before + Math.round((this.#massMg() - before) * share);
    this.#speak(SETTLE_MS, (part) => before + Math.round((after - before) * part), false);
    this.#speak(STAND_MS, () => after, true);
    this.#yard.look();
  }

  /** Whatever bore part of the load lets go of it. */
  release(): void {
    this.#speak(SETTLE_MS, () => this.#massMg(), false);
    this.#speak(STAND_MS, () => this.#massMg(), true);
    this.#yard.look();
  }

  clear(): void {
    this.#lying = [];
    this.#speak(SETTLE_MS, (part) => Math.round(1_000 * this.facts.intervalMg * (1 - part)), false);
    this.#speak(ZERO_MS, () => 0, true);
    this.#yard.look();
  }

  idle(): void {
    this.#frame(this.#massMg(), true);
    this.#noTag();
  }

  #massMg(): MassMg {
    return this.#lying.reduce((sum, { trueMg }) => sum + trueMg, 0);
  }

  #speak(forMs: number, massMg: (part: number) => MassMg, stable: boolean): void {
    for (let atMs = 0; atMs < forMs; atMs += FRAME_MS) {
      this.#yard.advance(FRAME_MS);
      if (atMs % (2 * FRAME_MS) === 0) this.#tags();
      this.#frame(massMg(atMs / forMs), stable);
    }
  }

  #frame(massMg: MassMg, stable: boolean): void {
    const { instrument, decimals, maxMg, intervalMg } = this.facts;
    const mg = this.truth.indicate(massMg);
    const over = mg > maxMg + OVER_E * intervalMg;
    this.#yard.sends(instrument, indicatorFrame({ mg, unit: 'kg', decimals }, { stable, mode: 'gross', over }));
  }

  #tags(): void {
    const { reader } = this.facts;
    if (reader === null) return;
    const answering = this.#lying.filter(({ epcHex, readable }) => epcHex !== null && readable);
    if (answering.length === 0) this.#noTag();
    for (const { epcHex } of answering)
      this.#yard.sends(reader, tagNotice({ epcHex: epcHex ?? '', rssiDbm: RSSI_DBM }));
  }

  #noTag(): void {
    const { reader } = this.facts;
    if (reader !== null) this.#yard.sends(reader, m100Frame(M100.reply, M100.error, [M100.noTag]));
  }
}

export class Yard {
  readonly #base: BaseUnderTest;
  readonly platforms: ReadonlyMap<string, Platform>;
  /** Readers that were told a region and have not answered yet. */
  #asked: string[] = [];

  constructor(base: BaseUnderTest, scales: readonly SimulatedScale[], chance: SeededChance) {
    this.#base = base;
    this.platforms = new Map(
      scales.map((facts) => [
        facts.station,
        new Platform(facts, drawScale(facts, chance.split(facts.instrument)), this),
      ]),
    );
    // A reader's region must be acknowledged before its antenna may radiate.
    base.onWritten((instrument, bytes) => {
      if (bytes[1] === M100.command && bytes[2] === M100.setRegion) this.#asked.push(instrument);
    });
  }

  at(station: string): Platform {
    const platform = this.platforms.get(station);
    if (!platform) throw new RangeError(`there is no platform at ${station}`);
    return platform;
  }

  advance(byMs: number): void {
    this.#base.advance(byMs);
    for (const reader of this.#asked.splice(0)) this.sends(reader, m100Frame(M100.reply, M100.setRegion, [0]));
  }

  sends(instrument: string, bytes: Uint8Array): void {
    this.#base.sends(instrument, bytes);
  }

  /** Everybody looks at the screens; instruments that nobody works at have said something before. */
  look(): void {
    for (const platform of this.platforms.values()) platform.idle();
    this.#base.look();
  }

  /** Time passes while nothing happens: fetching the next drum, a break. */
  pass(forMs: number): void {
    for (let atMs = 0; atMs < forMs; atMs += IDLE_MS) {
      this.advance(Math.min(IDLE_MS, forMs - atMs));
      for (const platform of this.platforms.values()) platform.idle();
    }
    this.#base.look();
  }

  /** Over night everything is switched off. */
  night(forMs: number): void {
    this.advance(forMs);
    for (const platform of this.platforms.values()) platform.idle();
    this.#base.look();
  }
}
