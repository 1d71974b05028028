// The command by which a person types what was taken out of a package, with what the agent knows of its scales. Must hold no
// rule of its own.
import { type MassMg, parseMass } from '../../drivers/contract/mass.ts';
import type { StationId } from '../../drivers/contract/siteIds.ts';
import { decideTypeRemoval } from '../core/loads/typedRemoval.ts';
import type { Command } from '../core/model/command.ts';
import type { CommandMeta, Decide } from '../core/model/decide.ts';
import { listStationScales } from './stationCommands.ts';

type TypedRemoval = Extract<Command, { kind: 'type-removal' }>;

/** The core's decision on such a command. */
export function typedRemovalDecision(
  { station, package: id, reason, massKg, stepKg, note, sealBefore, sealAfter }: TypedRemoval,
  context: {
    meta: CommandMeta;
    parts: Parameters<typeof listStationScales>[0];
    stationKnown: (station: StationId) => boolean;
  },
): Decide {
  const { meta, parts, stationKnown } = context;
  const scales = listStationScales(parts);
  const read = { massMg: readTypedKilograms(massKg), stepMg: readTypedKilograms(stepKg), note };
  const said = { reason, sealBefore, sealAfter };
  const event = { ...meta, station, stationKnown: stationKnown(station), package: id, ...read, said, scales };
  return (book, at) => decideTypeRemoval(event, { book, at });
}

/**
 * In mg; the command's schema has let only decimal text through.
 *
 * @throws {Error} for other text
 */
export function readTypedKilograms(text: string): MassMg {
  const mass = parseMass(text, 'kg');
  if ('fault' in mass) throw new Error(`"${text}" passed the schema and is no mass: ${mass.fault}`);
  return mass.massMg;
}
