// Puts every instrument of a world behind its wire. The one place that knows both the world and the protocols.
import { join } from 'node:path';
import type { Clock } from '../../drivers/contract/clock.ts';
import { andBalance, andIndicator } from '../wires/and.ts';
import { laumasRegisters } from '../wires/laumas.ts';
import type { Wire } from '../wires/line.ts';
import { m100Reader } from '../wires/m100.ts';
import { modbusRtuSlave, modbusTcpSlave } from '../wires/modbus.ts';
import { socketWire } from '../wires/socket.ts';
import { serialWire } from '../wires/terminal.ts';
import type { Places, ScaleScenario, Scenario, WirePlace } from './scenario.ts';
import type { Dock, World } from './world.ts';

export interface Instruments {
  readonly wires: ReadonlyMap<string, Wire>;
  readonly places: Places;
  close(): Promise<void>;
}

interface Wired {
  wire: Wire;
  place: WirePlace;
}

/** Instruments behind a device server take one master; a Modbus port takes a few. */
const TEXT_CLIENTS_MAX = 1;
const MODBUS_CLIENTS_MAX = 4;

async function onSerial(
  link: string,
  device: Parameters<typeof serialWire>[0]['device'],
  clock: Clock,
): Promise<Wired> {
  return { wire: await serialWire({ link, device, clock }), place: { serial: link } };
}

async function onSocket(
  clientsMax: number,
  device: Parameters<typeof socketWire>[0]['device'],
  clock: Clock,
): Promise<Wired> {
  const wire = await socketWire({ port: 0, clientsMax, device, clock });
  return { wire, place: { host: '127.0.0.1', port: wire.port } };
}

function wireScale(scale: ScaleScenario, dock: Dock, folder: string, clock: Clock): Promise<Wired> {
  const { indicator } = dock;
  const refresh = (): void => indicator.advance(clock.monotonicMs());
  const link = join(folder, scale.id);
  switch (scale.wire) {
    case 'and-indicator-serial':
      return onSerial(link, andIndicator(indicator, clock), clock);
    case 'and-balance-tcp':
      return onSocket(TEXT_CLIENTS_MAX, andBalance(indicator, clock), clock);
    case 'laumas-rtu-serial':
      return onSerial(
        link,
        modbusRtuSlave({ address: scale.address, table: laumasRegisters(indicator), clock, refresh }),
        clock,
      );
    case 'laumas-tcp':
      return onSocket(
        MODBUS_CLIENTS_MAX,
        modbusTcpSlave({ address: scale.address, table: laumasRegisters(indicator), refresh }),
        clock,
      );
  }
}

/**
 * Opens all wires; `folder` receives the symbolic links of the serial ones. Rejects, with all closed again, if one
 * cannot be opened.
 */
export async function connectInstruments(
  world: World,
  scenario: Scenario,
  folder: string,
  clock: Clock,
): Promise<Instruments> {
  const wires = new Map<string, Wire>();
  const places: Places = {};
  const close = async (): Promise<void> => {
    await Promise.all([...wires.values()].map((wire) => wire.close()));
  };
  const keep = (id: string, wired: Wired): void => {
    wires.set(id, wired.wire);
    places[id] = wired.place;
  };
  try {
    for (const dock of world.docks) {
      const station = scenario.stations.find((each) => each.id === dock.id);
      if (!station) throw new RangeError(`station ${dock.id} is not in the scenario`);
      keep(station.scale.id, await wireScale(station.scale, dock, folder, clock));
      if (station.reader !== null)
        keep(station.reader, await onSerial(join(folder, station.reader), m100Reader(dock.aerial, clock), clock));
    }
    for (const { inner, outer, aerials } of world.gates) {
      keep(inner, await onSerial(join(folder, inner), m100Reader(aerials.inner, clock), clock));
      keep(outer, await onSerial(join(folder, outer), m100Reader(aerials.outer, clock), clock));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { wires, places, close };
}
