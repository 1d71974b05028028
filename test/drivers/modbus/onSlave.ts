// A shipped model at work against a slave of the test's own, over a real socket or a real pty.
import { join } from 'node:path';
import type { InstrumentConfig } from '../../../drivers/models/instrumentModel.ts';
import type { SimulatedWire } from '../../../simulators/wires/simulatedWire.ts';
import { openTcpWire } from '../../../simulators/wires/tcpWire.ts';
import { openSerialWire } from '../../../simulators/wires/serialWire.ts';
import { Rig, clock, model, scaleAt, serialAt } from '../rig.ts';
import { Slave } from './slave.ts';

export class OnSlave {
  readonly rig = new Rig();
  readonly slave = new Slave();
  #wire: SimulatedWire | null = null;

  /** Over Modbus TCP, polled fast. */
  async tcp(name: string, changes: Partial<InstrumentConfig> = {}): Promise<InstrumentConfig> {
    const wire = await openTcpWire({ port: 0, clientsMax: 1, device: this.slave.mbap(), clock });
    this.#wire = wire;
    return this.#instrument(name, { port: { kind: 'tcp', host: '127.0.0.1', port: wire.port }, ...changes });
  }

  /** Over RTU on a pty. */
  async serial(name: string, changes: Partial<InstrumentConfig> = {}): Promise<InstrumentConfig> {
    const link = join(this.rig.folder, 'line');
    this.#wire = await openSerialWire({ link, device: this.slave.rtu(), clock });
    return this.#instrument(name, { port: serialAt(link, 19_200), ...changes });
  }

  #instrument(name: string, changes: Partial<InstrumentConfig>): InstrumentConfig {
    const facts = model(name);
    if (facts.kind !== 'modbus-scale' && facts.kind !== 'modbus-reader') throw new Error(`${name} has no registers`);
    const quick = { ...facts, poll: { intervalMs: 20, timeoutMs: 2_000 } };
    const given = scaleAt('one', { model: quick, port: serialAt('/dev/none'), ...changes });
    return facts.kind === 'modbus-reader' ? { ...given, scale: null } : given;
  }

  async end(): Promise<void> {
    await this.rig.end();
    await this.#wire?.close();
  }
}

/** 32 bits as two registers, high word first. */
export function wide(value: number): [number, number] {
  return [(value >> 16) & 0xffff, value & 0xffff];
}
