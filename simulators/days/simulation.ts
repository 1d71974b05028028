// A whole simulation: a base of three stations is opened, its days are played from one seed, and what it wrote is
// judged.
import { asMassMg } from '../../drivers/contract/mass.ts';
import { createRandomStream } from '../runtime/randomStream.ts';
import type { OpenBaseUnderTest, OpenHeadquartersUnderTest, BasePerson, SimulatedSite } from './baseUnderTest.ts';
import { simulateLastMorning, simulateDay, DAY_STATIONS } from './simulatedDay.ts';
import { DeliveryGenerator } from './simulatedDeliveries.ts';
import { type SimulationScore, scoreSimulation } from './simulationScore.ts';
import { LedgerReader } from './ledgerReader.ts';
import { MG_PER_KG } from './simulatedMaterials.ts';
import type { ScaleDamages } from './morningChecks.ts';
import type { DayContext, DayStaff } from './dayContext.ts';
import { GroundTruth } from './groundTruth.ts';
import { SiteModel } from './siteModel.ts';

export interface SimulationResult extends SimulationScore {
  seed: string;
  days: number;
  entries: number;
  unexpected: string[];
  /** What headquarters' own code makes of the same entries. */
  headquarters: { rejected: string[]; differences: string[] };
}

/** What is simulated against; without headquarters nobody judges the entries a second time. */
export interface SimulationParts {
  openBase: OpenBaseUnderTest;
  openHeadquarters?: OpenHeadquartersUnderTest | undefined;
}

const createPerson = (operator: string, supervisor = false): BasePerson => ({ operator, supervisor });
const STAFF: DayStaff = {
  dock: createPerson('ann'),
  bridge: createPerson('ben'),
  counter: createPerson('chie'),
  recounter: createPerson('dai'),
  supervisor: createPerson('sue', true),
  second: createPerson('ken', true),
};

/** Drums up to 600 kg by 0.2 kg, bags and pallets up to 1,500 kg by 0.5 kg, lorries up to 50 t by 10 kg. */
const SITE: SimulatedSite = {
  scales: [
    {
      station: DAY_STATIONS.drums,
      instrument: 'scale-1',
      reader: 'reader-1',
      maxMg: asMassMg(600 * MG_PER_KG),
      intervalMg: asMassMg(MG_PER_KG / 5),
      decimals: 1,
      checkWeightMg: asMassMg(500 * MG_PER_KG),
      weighbridge: false,
    },
    {
      station: DAY_STATIONS.bags,
      instrument: 'scale-2',
      reader: 'reader-2',
      maxMg: asMassMg(1_500 * MG_PER_KG),
      intervalMg: asMassMg(MG_PER_KG / 2),
      decimals: 1,
      checkWeightMg: asMassMg(1_000 * MG_PER_KG),
      weighbridge: false,
    },
    {
      station: DAY_STATIONS.bridge,
      instrument: 'scale-3',
      reader: null,
      maxMg: asMassMg(50_000 * MG_PER_KG),
      intervalMg: asMassMg(10 * MG_PER_KG),
      decimals: 0,
      checkWeightMg: asMassMg(20_000 * MG_PER_KG),
      weighbridge: true,
    },
  ],
  people: Object.values(STAFF),
  areas: ['hall-1', 'yard'],
  startWallMs: Date.UTC(2026, 3, 1, 9),
};

export async function simulateDays({
  days,
  seed,
  openBase,
  openHeadquarters,
  stop,
}: SimulationParts & { days: number; seed: string; stop: AbortSignal }): Promise<SimulationResult> {
  const random = createRandomStream(seed);
  const headquarters = openHeadquarters?.() ?? null;
  const base = await openBase(SITE, seed, headquarters ? (order) => headquarters.signOrder(order) : undefined);
  try {
    const context: DayContext = {
      base,
      site: new SiteModel(base, SITE.scales, random.split('scales')),
      staff: STAFF,
      random: random.split('days'),
      truth: new GroundTruth(SITE.startWallMs),
      ledger: new LedgerReader(headquarters),
      deliveries: new DeliveryGenerator(random.split('consignments')),
      stock: new Map(),
      released: [],
      setApart: new Map(),
      unexpected: [],
    };
    const damages: ScaleDamages = new Map();
    for (let day = 1; day <= days; day += 1) {
      stop.throwIfAborted();
      await simulateDay(context, damages);
    }
    await simulateLastMorning(context, damages);
    return {
      seed,
      days,
      entries: context.ledger.lastSeq(),
      unexpected: context.unexpected,
      headquarters: headquarters?.judge() ?? { rejected: [], differences: [] },
      ...scoreSimulation(context.truth, context.ledger),
    };
  } finally {
    headquarters?.close();
    await base.close();
  }
}
