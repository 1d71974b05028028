// What can be done to a simulated world from outside, one JSON object a line: hands move things, a prankster pulls
// cables. Answers when the move is physically over. Must not know the agent.
import type { Clock } from '../../drivers/contract/clock.ts';
import { pause } from '../clock.ts';
import { seededChance } from '../chance.ts';
import type { Reaction, Wire } from '../wires/line.ts';
import { cutFrames, deafness, flippedBits, lateReply, noise, silence, splitFrames } from '../wires/reactions.ts';
import { packageOf } from './scenario.ts';
import type { GateSide, Manner, Moved, Shown, World } from './world.ts';

export type WorldAnswer =
  { id: number; ok: true; epcHex?: string; shown?: Shown } | { id: number; ok: false; why: string };

export interface WorldParts {
  world: World;
  wires: ReadonlyMap<string, Wire>;
  clock: Clock;
  seed: string;
}

interface Asked {
  id: number;
  do: string;
  members: Record<string, unknown>;
}

const named = (asked: Asked, member: string): string => {
  const value = asked.members[member];
  return typeof value === 'string' ? value : '';
};
const number = (asked: Asked, member: string, otherwise: number): number => {
  const value = asked.members[member];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
};

const MANNER_MEMBERS = ['carryMs', 'lowerMs', 'restingShare', 'restMs', 'tremble'] as const;

function mannerOf(asked: Asked): Partial<Manner> {
  return Object.fromEntries(
    MANNER_MEMBERS.filter((member) => typeof asked.members[member] === 'number').map((member) => [
      member,
      asked.members[member],
    ]),
  );
}

function reactionOf(asked: Asked, seed: string): Reaction | null {
  const chance = seededChance(`${seed}/fault/${asked.id}`);
  const every = number(asked, 'every', 1);
  switch (named(asked, 'fault')) {
    case 'silence':
      return silence();
    case 'deafness':
      return deafness();
    case 'cut-frames':
      return cutFrames({ every, keep: number(asked, 'keep', 5) });
    case 'split-frames':
      return splitFrames({ pieceBytes: Math.max(1, number(asked, 'pieceBytes', 3)), gapMs: number(asked, 'gapMs', 2) });
    case 'noise':
      return noise(chance, { probability: number(asked, 'probability', 0.2), bytesMax: number(asked, 'bytesMax', 12) });
    case 'flipped-bits':
      return flippedBits(chance, { probability: number(asked, 'probability', 0.2) });
    case 'late-reply':
      return lateReply({ every, delayMs: number(asked, 'delayMs', 400) });
    default:
      return null;
  }
}

function sideOf(asked: Asked): GateSide | null {
  const side = named(asked, 'side');
  return side === 'inner' || side === 'outer' ? side : null;
}

/** Makes one command; returns what to do with each parsed line. `removers` of faults live as long as the world. */
export function worldCommands(parts: WorldParts): (line: string) => Promise<WorldAnswer> {
  const { world, wires, clock } = parts;
  const mended = new Map<string, (() => void)[]>();

  const move = (asked: Asked): Moved | null => {
    const nowMs = clock.monotonicMs();
    const station = named(asked, 'station');
    switch (asked.do) {
      case 'place':
        return world.place(named(asked, 'package'), station, nowMs, mannerOf(asked));
      case 'place-check-weight':
        return world.placeCheckWeight(station, nowMs);
      case 'remove':
        return world.remove(station, nowMs);
      case 'attach-tag':
        return world.attachTag(named(asked, 'package'), station, nowMs);
      case 'carry':
        return world.carry(named(asked, 'package'), named(asked, 'gate'), sideOf(asked), nowMs);
      case 'bring':
        return world.bring(packageOf(asked.members['thing'], 'thing'));
      default:
        return null;
    }
  };

  const cable = async (asked: Asked): Promise<string | null> => {
    const instrument = named(asked, 'instrument');
    const wire = wires.get(instrument);
    if (!wire) return `there is no instrument ${instrument}, or no command ${asked.do}`;
    if (asked.do === 'unplug') await wire.unplug();
    else if (asked.do === 'replug') await wire.replug();
    else if (asked.do === 'mend') {
      for (const remove of mended.get(instrument) ?? []) remove();
      mended.delete(instrument);
    } else if (asked.do === 'spoil') {
      const reaction = reactionOf(asked, parts.seed);
      if (!reaction) return `there is no fault ${named(asked, 'fault')}`;
      mended.set(instrument, [...(mended.get(instrument) ?? []), wire.add(reaction)]);
    } else return `there is no command ${asked.do}`;
    return null;
  };

  return async (line) => {
    const members = JSON.parse(line) as Record<string, unknown>;
    const asked: Asked = { id: Number(members['id']), do: String(members['do']), members };
    try {
      const moved = move(asked);
      if (!moved) {
        const why = await cable(asked);
        return why === null ? { id: asked.id, ok: true } : { id: asked.id, ok: false, why };
      }
      if ('refused' in moved) return { id: asked.id, ok: false, why: moved.refused };
      await pause(clock, Math.max(0, moved.doneAtMs - clock.monotonicMs()));
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
