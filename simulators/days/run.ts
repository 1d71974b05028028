// A whole simulation: a base of three stations is opened, its days are played from one seed, and what it wrote is
// judged.
import { seededChance } from '../chance.ts';
import type { OpenBase, Person, SimulatedSite } from './base.ts';
import { lastMorning, playDay, STATIONS } from './day.ts';
import { Consignments } from './deliveries.ts';
import { type Judgement, judge } from './judgement.ts';
import { LedgerReader } from './ledgerReader.ts';
import { KG } from './materials.ts';
import type { Damages } from './scales.ts';
import type { Scene, Staff } from './scene.ts';
import { Truth } from './truth.ts';
import { Yard } from './yard.ts';

export interface Simulation extends Judgement {
  seed: string;
  days: number;
  entries: number;
  surprises: string[];
}

const person = (operator: string, supervisor = false): Person => ({ operator, supervisor });
const STAFF: Staff = {
  dock: person('ann'),
  bridge: person('ben'),
  counter: person('chie'),
  recounter: person('dai'),
  supervisor: person('sue', true),
  second: person('ken', true),
};

/** Drums up to 600 kg by 0.2 kg, bags and pallets up to 1,500 kg by 0.5 kg, lorries up to 50 t by 10 kg. */
const SITE: SimulatedSite = {
  scales: [
    {
      station: STATIONS.drums,
      instrument: 'scale-1',
      reader: 'reader-1',
      maxMg: 600 * KG,
      intervalMg: KG / 5,
      decimals: 1,
      checkWeightMg: 500 * KG,
    },
    {
      station: STATIONS.bags,
      instrument: 'scale-2',
      reader: 'reader-2',
      maxMg: 1_500 * KG,
      intervalMg: KG / 2,
      decimals: 1,
      checkWeightMg: 1_000 * KG,
    },
    {
      station: STATIONS.bridge,
      instrument: 'scale-3',
      reader: null,
      maxMg: 50_000 * KG,
      intervalMg: 10 * KG,
      decimals: 0,
      checkWeightMg: 20_000 * KG,
    },
  ],
  people: Object.values(STAFF),
  areas: ['hall-1', 'yard'],
  startWallMs: Date.UTC(2026, 3, 1, 9),
};

export async function simulate({
  days,
  seed,
  openBase,
  stop,
}: {
  days: number;
  seed: string;
  openBase: OpenBase;
  stop: AbortSignal;
}): Promise<Simulation> {
  const chance = seededChance(seed);
  const base = await openBase(SITE, seed);
  try {
    const scene: Scene = {
      base,
      yard: new Yard(base, SITE.scales, chance.split('scales')),
      staff: STAFF,
      chance: chance.split('days'),
      truth: new Truth(),
      ledger: new LedgerReader(),
      consignments: new Consignments(chance.split('consignments')),
      stock: new Map(),
      surprises: [],
    };
    const damages: Damages = new Map();
    for (let day = 1; day <= days; day += 1) {
      stop.throwIfAborted();
      await playDay(scene, damages);
    }
    await lastMorning(scene, damages);
    return { seed, days, entries: scene.ledger.seq(), surprises: scene.surprises, ...judge(scene.truth, scene.ledger) };
  } finally {
    await base.close();
  }
}
