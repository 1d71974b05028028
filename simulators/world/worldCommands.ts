// The line protocol of a simulated world, one JSON object a line: moves of packages, and faults of wires. The answer
// comes when the move is physically over. Must not know the agent.
import type { Clock } from '../../drivers/contract/clock.ts';
import { delayBy } from '../runtime/simulatorClock.ts';
import { createRandomStream } from '../runtime/randomStream.ts';
import type { WireReaction, SimulatedWire } from '../wires/simulatedWire.ts';
import {
  truncateFrames,
  dropIncoming,
  flipBits,
  delayReplies,
  insertNoise,
  dropOutgoing,
  fragmentFrames,
} from '../wires/wireReactions.ts';
import { parsePackageScenario } from './worldScenario.ts';
import type { GateSide, LoadHandling, MoveOutcome, DisplayedLoad, World } from './world.ts';

/** One line back; `id` is the command's. `displayed`: what the display showed when a load was taken off. */
export type WorldCommandAnswer =
  { id: number; ok: true; epcHex?: string; displayed?: DisplayedLoad } | { id: number; ok: false; reason: string };

export interface WorldCommandParts {
  world: World;
  /** By instrument id. */
  wires: ReadonlyMap<string, SimulatedWire>;
  clock: Clock;
  /** Of the random faults: noise and flipped bits. */
  seed: string;
}

interface WorldCommand {
  id: number;
  do: string;
  members: Record<string, unknown>;
}

const readText = (command: WorldCommand, member: string): string => {
  const value = command.members[member];
  return typeof value === 'string' ? value : '';
};
const readNumber = (command: WorldCommand, member: string, otherwise: number): number => {
  const value = command.members[member];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
};

const HANDLING_MEMBERS = ['carryMs', 'lowerMs', 'restingShare', 'restMs', 'tremble'] as const;

function readLoadHandling(command: WorldCommand): Partial<LoadHandling> {
  return Object.fromEntries(
    HANDLING_MEMBERS.filter((member) => typeof command.members[member] === 'number').map((member) => [
      member,
      command.members[member],
    ]),
  );
}

function createReaction(command: WorldCommand, seed: string): WireReaction | null {
  const random = createRandomStream(`${seed}/fault/${command.id}`);
  const every = readNumber(command, 'every', 1);
  switch (readText(command, 'fault')) {
    case 'silence':
      return dropOutgoing();
    case 'deafness':
      return dropIncoming();
    case 'cut-frames':
      return truncateFrames({ every, keep: readNumber(command, 'keep', 5) });
    case 'split-frames':
      return fragmentFrames({
        pieceBytes: Math.max(1, readNumber(command, 'pieceBytes', 3)),
        gapMs: readNumber(command, 'gapMs', 2),
      });
    case 'noise':
      return insertNoise(random, {
        probability: readNumber(command, 'probability', 0.2),
        bytesMax: readNumber(command, 'bytesMax', 12),
      });
    case 'flipped-bits':
      return flipBits(random, { probability: readNumber(command, 'probability', 0.2) });
    case 'late-reply':
      return delayReplies({ every, delayMs: readNumber(command, 'delayMs', 400) });
    default:
      return null;
  }
}

function readGateSide(command: WorldCommand): GateSide | null {
  const side = readText(command, 'side');
  return side === 'inner' || side === 'outer' ? side : null;
}

function applyMove(command: WorldCommand, { world, clock }: WorldCommandParts): MoveOutcome | null {
  const nowMs = clock.monotonicMs();
  const station = readText(command, 'station');
  const item = readText(command, 'package');
  switch (command.do) {
    case 'place':
      return world.place(item, station, nowMs, readLoadHandling(command));
    case 'place-check-weight':
      return world.placeCheckWeight(station, nowMs);
    case 'remove':
      return world.remove(station, nowMs, item === '' ? null : item);
    case 'attach-tag':
      return world.attachTag(item, station, nowMs);
    case 'carry-to-gate':
      return world.carryToGate(item, readText(command, 'gate'), readGateSide(command), nowMs);
    case 'add-package':
      return world.addPackage(parsePackageScenario(command.members['package'], 'package'));
    default:
      return null;
  }
}

/** How to remove each fault of an instrument's wire. */
type FaultRemovers = Map<string, (() => void)[]>;

/** Plugs of wires and faults on them; returns why the command cannot be carried out, or null. */
async function applyToWire(
  command: WorldCommand,
  parts: WorldCommandParts,
  removers: FaultRemovers,
): Promise<string | null> {
  const instrument = readText(command, 'instrument');
  const wire = parts.wires.get(instrument);
  if (!wire) return `there is no instrument ${instrument}, or no command ${command.do}`;
  const removersOfWire = removers.get(instrument) ?? [];
  switch (command.do) {
    case 'unplug':
      await wire.unplug();
      return null;
    case 'replug':
      await wire.replug();
      return null;
    case 'clear-faults':
      for (const removeFault of removersOfWire) removeFault();
      removers.delete(instrument);
      return null;
    case 'add-fault': {
      const reaction = createReaction(command, parts.seed);
      if (!reaction) return `there is no fault ${readText(command, 'fault')}`;
      removers.set(instrument, [...removersOfWire, wire.addReaction(reaction)]);
      return null;
    }
    default:
      return `there is no command ${command.do}`;
  }
}

/**
 * The handler of command lines. Faults stay on their wires until `clear-faults` or the end of the world. Its promise
 * rejects only for a line that is no JSON.
 */
export function createWorldCommands(parts: WorldCommandParts): (line: string) => Promise<WorldCommandAnswer> {
  const removers: FaultRemovers = new Map();
  return async (line) => {
    const members = JSON.parse(line) as Record<string, unknown>;
    const command: WorldCommand = { id: Number(members['id']), do: String(members['do']), members };
    const { id } = command;
    try {
      const outcome = applyMove(command, parts);
      if (!outcome) {
        const reason = await applyToWire(command, parts, removers);
        return reason === null ? { id, ok: true } : { id, ok: false, reason };
      }
      if ('refused' in outcome) return { id, ok: false, reason: outcome.refused };
      await delayBy(parts.clock, Math.max(0, outcome.doneAtMs - parts.clock.monotonicMs()));
      const { epcHex, displayed } = outcome;
      return {
        id,
        ok: true,
        ...(epcHex === undefined ? {} : { epcHex }),
        ...(displayed === undefined ? {} : { displayed }),
      };
    } catch (error) {
      return { id, ok: false, reason: String(error) };
    }
  };
}
