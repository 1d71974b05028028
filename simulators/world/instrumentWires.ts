// Puts every instrument of a world behind its wire. The one place that knows both the world and the protocols.
import { join } from 'node:path';
import type { Clock } from '../../drivers/contract/clock.ts';
import { simulateAndBalance, simulateAndIndicator } from '../wires/and-std.ts';
import { createLaumasRegisters } from '../wires/laumas.ts';
import type { SimulatedWire } from '../wires/simulatedWire.ts';
import { simulateM100Reader } from '../wires/m100.ts';
import { simulateModbusRtuSlave, simulateModbusTcpSlave } from '../wires/modbusSlave.ts';
import { openTcpWire } from '../wires/tcpWire.ts';
import { openSerialWire } from '../wires/serialWire.ts';
import type { WireAddresses, ScaleScenario, WorldScenario, WireAddress } from './worldScenario.ts';
import type { SimulatedDock, World } from './world.ts';

export interface InstrumentWires {
  readonly wires: ReadonlyMap<string, SimulatedWire>;
  readonly addresses: WireAddresses;
  close(): Promise<void>;
}

interface WiredInstrument {
  wire: SimulatedWire;
  address: WireAddress;
}

/** Instruments behind a device server take one master; a Modbus port takes a few. */
const TEXT_CLIENTS_MAX = 1;
const MODBUS_CLIENTS_MAX = 4;

async function wireSerial(
  link: string,
  device: Parameters<typeof openSerialWire>[0]['device'],
  clock: Clock,
): Promise<WiredInstrument> {
  return { wire: await openSerialWire({ link, device, clock }), address: { serial: link } };
}

async function wireTcp(
  clientsMax: number,
  device: Parameters<typeof openTcpWire>[0]['device'],
  clock: Clock,
): Promise<WiredInstrument> {
  const wire = await openTcpWire({ port: 0, clientsMax, device, clock });
  return { wire, address: { host: '127.0.0.1', port: wire.port } };
}

function wireScale(scale: ScaleScenario, dock: SimulatedDock, folder: string, clock: Clock): Promise<WiredInstrument> {
  const { indicator } = dock;
  const refresh = (): void => indicator.advanceTo(clock.monotonicMs());
  const link = join(folder, scale.id);
  switch (scale.wire) {
    case 'and-indicator-serial':
      return wireSerial(link, simulateAndIndicator(indicator, clock), clock);
    case 'and-balance-tcp':
      return wireTcp(TEXT_CLIENTS_MAX, simulateAndBalance(indicator, clock), clock);
    case 'laumas-rtu-serial':
      return wireSerial(
        link,
        simulateModbusRtuSlave({ address: scale.address, table: createLaumasRegisters(indicator), clock, refresh }),
        clock,
      );
    case 'laumas-tcp':
      return wireTcp(
        MODBUS_CLIENTS_MAX,
        simulateModbusTcpSlave({ address: scale.address, table: createLaumasRegisters(indicator), refresh }),
        clock,
      );
  }
}

/**
 * Opens all wires; `folder` receives the symbolic links of the serial ones. Rejects, with all closed again, if one
 * cannot be opened.
 */
export async function openInstrumentWires(
  world: World,
  scenario: WorldScenario,
  folder: string,
  clock: Clock,
): Promise<InstrumentWires> {
  const wires = new Map<string, SimulatedWire>();
  const places: WireAddresses = {};
  const close = async (): Promise<void> => {
    await Promise.all([...wires.values()].map((wire) => wire.close()));
  };
  const keep = (id: string, wired: WiredInstrument): void => {
    wires.set(id, wired.wire);
    places[id] = wired.address;
  };
  try {
    for (const dock of world.docks) {
      const station = scenario.stations.find((candidate) => candidate.id === dock.id);
      if (!station) throw new RangeError(`station ${dock.id} is not in the scenario`);
      keep(station.scale.id, await wireScale(station.scale, dock, folder, clock));
      if (station.reader !== null)
        keep(
          station.reader,
          await wireSerial(join(folder, station.reader), simulateM100Reader(dock.antenna, clock), clock),
        );
    }
    for (const { inner, outer, antennas } of world.gates) {
      keep(inner, await wireSerial(join(folder, inner), simulateM100Reader(antennas.inner, clock), clock));
      keep(outer, await wireSerial(join(folder, outer), simulateM100Reader(antennas.outer, clock), clock));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { wires, addresses: places, close };
}
