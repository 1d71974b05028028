// The platform of a scale: what lies on it and with what force it presses, at any moment. True masses only, as a
// function of time. Must not know indicators, displays, tags or wires.
import type { MassMg } from '../../drivers/contract/mass.ts';

/** How a load comes down. Forks and hands first bear a part of it; a plateau is possible. */
export interface LoadTouchdown {
  /** From the first touch to the share that rests on the platform. */
  lowerMs: number;
  /** Part of the load that presses while the forks are still under it, 0…1. */
  restingShare: number;
  /** How long the forks stay under it. */
  restMs: number;
  /**
   * Steel on steel: extra swing of the load while forks touch it, as a part of its mass; 0 is a load held perfectly
   * still.
   */
  tremble: number;
}

export interface PlatformDynamics {
  /** Natural frequency of platform and load. */
  hertz: number;
  /** Time constant of the damping. */
  dampingMs: number;
  /** First overshoot, as a part of the load. */
  overshoot: number;
}

interface PlatformItem {
  id: string;
  massMg: MassMg;
  downAtMs: number;
  touchdown: LoadTouchdown;
  liftAtMs: number | null;
}

const LET_GO_MS = 150;
const LIFT_MS = 300;
const SWING_GONE_MS = 4_000;
const TREMBLE_HERTZ = 11;
const LOADS_MAX = 16;

export interface ScalePlatform {
  /** The load touches the platform at `atMs`; returns when nothing but the platform bears it. */
  place(load: { id: string; massMg: MassMg; atMs: number; touchdown: LoadTouchdown }): number;
  /** Starts lifting at `atMs`; returns when it has left the platform. */
  lift(id: string, atMs: number): number;
  /** Ids of what lies or is being placed on it. */
  listItems(): string[];
  /** Force on the load cells at `atMs`, in milligrams of mass; times may only go up. */
  forceMg(atMs: number): number;
}

const easeIn = (part: number): number => {
  const x = Math.min(1, Math.max(0, part));
  return x * x * (3 - 2 * x);
};

/** A damped swing that starts at 0 when `sinceMs` is 0: the overshoot of a load let down. */
function dampedSwing(dynamics: PlatformDynamics, sinceMs: number): number {
  if (sinceMs <= 0 || sinceMs > SWING_GONE_MS) return 0;
  return Math.exp(-sinceMs / dynamics.dampingMs) * Math.sin((2 * Math.PI * dynamics.hertz * sinceMs) / 1_000);
}

function borneShare(load: PlatformItem, atMs: number, dynamics: PlatformDynamics): number {
  const { lowerMs, restingShare, restMs, tremble } = load.touchdown;
  const sinceMs = atMs - load.downAtMs;
  if (sinceMs < 0) return 0;
  const restsAtMs = lowerMs + restMs;
  const lowered = restingShare * easeIn(sinceMs / lowerMs);
  const share =
    sinceMs < restsAtMs ? lowered : restingShare + (1 - restingShare) * easeIn((sinceMs - restsAtMs) / LET_GO_MS);
  const onForks =
    sinceMs < restsAtMs ? tremble * restingShare * Math.sin((2 * Math.PI * TREMBLE_HERTZ * sinceMs) / 1_000) : 0;
  return share + onForks + dynamics.overshoot * dampedSwing(dynamics, sinceMs - restsAtMs);
}

function forceOf(load: PlatformItem, atMs: number, dynamics: PlatformDynamics): number {
  const born = load.massMg * borneShare(load, atMs, dynamics);
  if (load.liftAtMs === null || atMs < load.liftAtMs) return born;
  const sinceMs = atMs - load.liftAtMs;
  // Once the load is off, the empty platform swings by a little of what left it.
  return (
    born * (1 - easeIn(sinceMs / LIFT_MS)) -
    0.1 * dynamics.overshoot * load.massMg * dampedSwing(dynamics, sinceMs - LIFT_MS)
  );
}

export function createScalePlatform(dynamics: PlatformDynamics): ScalePlatform {
  let loads: PlatformItem[] = [];
  return {
    place: ({ id, massMg, atMs, touchdown }) => {
      if (loads.length >= LOADS_MAX) throw new RangeError('the platform is full');
      loads.push({ id, massMg, downAtMs: atMs, touchdown, liftAtMs: null });
      return atMs + touchdown.lowerMs + touchdown.restMs + LET_GO_MS;
    },
    lift: (id, atMs) => {
      const load = loads.find((candidate) => candidate.id === id && candidate.liftAtMs === null);
      if (!load) throw new RangeError(`${id} does not lie on this platform`);
      load.liftAtMs = atMs;
      return atMs + LIFT_MS;
    },
    listItems: () => loads.filter((load) => load.liftAtMs === null).map((load) => load.id),
    forceMg: (atMs) => {
      loads = loads.filter((load) => load.liftAtMs === null || atMs - load.liftAtMs < LIFT_MS + SWING_GONE_MS);
      return loads.reduce((sum, load) => sum + forceOf(load, atMs, dynamics), 0);
    },
  };
}
