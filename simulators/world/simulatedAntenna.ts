// The air around an antenna: which tags answer in a round, how strongly. A tag on the platform answers mostly, one
// carried near comes up out of the noise, one lying elsewhere in the dock answers now and then, weakly: a ghost read.
// Must not know readers' protocols, scales or what the tags are fixed to.
import type { RandomStream } from '../runtime/randomStream.ts';
import type { TagAnswer, Antenna } from '../wires/antenna.ts';

interface TagInAir {
  epcHex: string;
  /** Its own strength when it stands in front of the antenna: mounting and metal differ. */
  nearDbm: number;
  start: { dbm: number; atMs: number };
  end: { dbm: number; atMs: number };
}

const NEAR_DBM: readonly [number, number] = [-56, -44];
const FAR_DBM = -84;
const RSSI_NOISE_DB = 2;
/** Below this the tag has too little power to answer. */
const WAKE_DBM = -80;
const READ_PROBABILITY = 0.8;
const GHOST_PROBABILITY = 0.004;
const GHOST_DBM: readonly [number, number] = [-79, -70];
const CARRY_OFF_MS = 600;
/**
 * More tags than this do not lie within reach of one antenna: the one carried off first has left the building by then.
 */
const TAGS_MAX = 32;

function strengthDbm(tag: TagInAir, atMs: number): number {
  const spanMs = Math.max(1, tag.end.atMs - tag.start.atMs);
  const part = Math.min(1, Math.max(0, (atMs - tag.start.atMs) / spanMs));
  return tag.start.dbm + (tag.end.dbm - tag.start.dbm) * part;
}

function answerOf(tag: TagInAir, atMs: number, random: RandomStream): TagAnswer | null {
  const dbm = strengthDbm(tag, atMs);
  if (dbm <= WAKE_DBM) {
    if (!random.isTrue(GHOST_PROBABILITY)) return null;
    return { epcHex: tag.epcHex, rssiDbm: Math.round(random.between(...GHOST_DBM)) };
  }
  if (!random.isTrue(READ_PROBABILITY)) return null;
  return { epcHex: tag.epcHex, rssiDbm: Math.round(dbm + random.normal() * RSSI_NOISE_DB) };
}

export function createSimulatedAntenna(random: RandomStream): Antenna {
  const tags = new Map<string, TagInAir>();
  const move = (epcHex: string, atMs: number, withinMs: number, near: boolean): void => {
    const before = tags.get(epcHex);
    // A Map keeps the order of insertion; whoever moves goes to its end.
    tags.delete(epcHex);
    const first = tags.keys().next().value;
    if (tags.size >= TAGS_MAX && first !== undefined) tags.delete(first);
    const nearDbm = before?.nearDbm ?? random.between(...NEAR_DBM);
    const fromDbm = before ? strengthDbm(before, atMs) : FAR_DBM;
    tags.set(epcHex, {
      epcHex,
      nearDbm,
      start: { dbm: fromDbm, atMs },
      end: { dbm: near ? nearDbm : FAR_DBM, atMs: atMs + withinMs },
    });
  };
  return {
    bringNear: (epcHex, atMs, withinMs) => move(epcHex, atMs, withinMs, true),
    takeAway: (epcHex, atMs) => move(epcHex, atMs, CARRY_OFF_MS, false),
    readInventoryRound: (atMs) =>
      [...tags.values()].map((tag) => answerOf(tag, atMs, random)).filter((answer) => answer !== null),
  };
}
