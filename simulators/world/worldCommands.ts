// What can be done to a simulated world from outside, one JSON object a line: hands move things, a prankster pulls
// cables. Answers when the move is physically over. Must not know the agent.
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

export type WorldCommandAnswer =
  { id: number; ok: true; epcHex?: string; shown?: DisplayedLoad } | { id: number; ok: false; why: string };

export interface WorldCommandParts {
  world: World;
  wires: ReadonlyMap<string, SimulatedWire>;
  clock: Clock;
  seed: string;
}

interface WorldCommand {
  id: number;
  do: string;
  members: Record<string, unknown>;
}

const readText = (asked: WorldCommand, member: string): string => {
  const value = asked.members[member];
  return typeof value === 'string' ? value : '';
};
const readNumber = (asked: WorldCommand, member: string, otherwise: number): number => {
  const value = asked.members[member];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
};

const HANDLING_MEMBERS = ['carryMs', 'lowerMs', 'restingShare', 'restMs', 'tremble'] as const;

function readLoadHandling(asked: WorldCommand): Partial<LoadHandling> {
  return Object.fromEntries(
    HANDLING_MEMBERS.filter((member) => typeof asked.members[member] === 'number').map((member) => [
      member,
      asked.members[member],
    ]),
  );
}

function createReaction(asked: WorldCommand, seed: string): WireReaction | null {
  const chance = createRandomStream(`${seed}/fault/${asked.id}`);
  const every = readNumber(asked, 'every', 1);
  switch (readText(asked, 'fault')) {
    case 'silence':
      return dropOutgoing();
    case 'deafness':
      return dropIncoming();
    case 'cut-frames':
      return truncateFrames({ every, keep: readNumber(asked, 'keep', 5) });
    case 'split-frames':
      return fragmentFrames({
        pieceBytes: Math.max(1, readNumber(asked, 'pieceBytes', 3)),
        gapMs: readNumber(asked, 'gapMs', 2),
      });
    case 'noise':
      return insertNoise(chance, {
        probability: readNumber(asked, 'probability', 0.2),
        bytesMax: readNumber(asked, 'bytesMax', 12),
      });
    case 'flipped-bits':
      return flipBits(chance, { probability: readNumber(asked, 'probability', 0.2) });
    case 'late-reply':
      return delayReplies({ every, delayMs: readNumber(asked, 'delayMs', 400) });
    default:
      return null;
  }
}

function readGateSide(asked: WorldCommand): GateSide | null {
  const side = readText(asked, 'side');
  return side === 'inner' || side === 'outer' ? side : null;
}

/** Makes one command; returns what to do with each parsed line. `removers` of faults live as long as the world. */
export function createWorldCommands(parts: WorldCommandParts): (line: string) => Promise<WorldCommandAnswer> {
  const { world, wires, clock } = parts;
  const mended = new Map<string, (() => void)[]>();

  const move = (asked: WorldCommand): MoveOutcome | null => {
    const nowMs = clock.monotonicMs();
    const station = readText(asked, 'station');
    switch (asked.do) {
      case 'place':
        return world.place(readText(asked, 'package'), station, nowMs, readLoadHandling(asked));
      case 'place-check-weight':
        return world.placeCheckWeight(station, nowMs);
      case 'remove':
        return world.remove(station, nowMs);
      case 'attach-tag':
        return world.attachTag(readText(asked, 'package'), station, nowMs);
      case 'carry':
        return world.carryToGate(readText(asked, 'package'), readText(asked, 'gate'), readGateSide(asked), nowMs);
      case 'bring':
        return world.addPackage(parsePackageScenario(asked.members['thing'], 'thing'));
      default:
        return null;
    }
  };

  const cable = async (asked: WorldCommand): Promise<string | null> => {
    const instrument = readText(asked, 'instrument');
    const wire = wires.get(instrument);
    if (!wire) return `there is no instrument ${instrument}, or no command ${asked.do}`;
    if (asked.do === 'unplug') await wire.unplug();
    else if (asked.do === 'replug') await wire.replug();
    else if (asked.do === 'mend') {
      for (const remove of mended.get(instrument) ?? []) remove();
      mended.delete(instrument);
    } else if (asked.do === 'spoil') {
      const reaction = createReaction(asked, parts.seed);
      if (!reaction) return `there is no fault ${readText(asked, 'fault')}`;
      mended.set(instrument, [...(mended.get(instrument) ?? []), wire.addReaction(reaction)]);
    } else return `there is no command ${asked.do}`;
    return null;
  };

  return async (line) => {
    const members = JSON.parse(line) as Record<string, unknown>;
    const asked: WorldCommand = { id: Number(members['id']), do: String(members['do']), members };
    try {
      const moved = move(asked);
      if (!moved) {
        const why = await cable(asked);
        return why === null ? { id: asked.id, ok: true } : { id: asked.id, ok: false, why };
      }
      if ('refused' in moved) return { id: asked.id, ok: false, why: moved.refused };
      await delayBy(clock, Math.max(0, moved.doneAtMs - clock.monotonicMs()));
      const { epcHex, shown } = moved;
      return {
        id: asked.id,
        ok: true,
        ...(epcHex === undefined ? {} : { epcHex }),
        ...(shown === undefined ? {} : { shown }),
      };
    } catch (error) {
      return { id: asked.id, ok: false, why: String(error) };
    }
  };
}
