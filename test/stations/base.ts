// A small base for tests of the whole agent: real wires, a real site file and a real data folder. One dock with a
// streaming A&D indicator on a pty, one with a Laumas transmitter behind Modbus TCP; each shows what the test puts on
// it.
import { AT_THE_MACHINE } from '../../agent/register/registerWriter.ts';
import { loadCommodities } from '../../config/commodities.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModelFiles } from '../../config/modelFiles.ts';
import { loadSiteFile, type LoadedSite } from '../../config/siteConfig.ts';
import type { InstrumentModels } from '../../config/partialSite.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { IntakeNotice } from '../../agent/core/model/intakeNotice.ts';
import type { Log } from '../../agent/runtime/log.ts';
import { startAgent, type RunningAgent, type AgentParts } from '../../agent/start.ts';
import { createSystemRandom, createSystemClock } from '../../agent/runtime/systemClock.ts';
import { openBeganStore } from './beganStore.ts';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import { encodeAndIndicatorFrame } from '../../simulators/wires/and-std.ts';
import { repeatEvery } from '../../simulators/runtime/simulatorClock.ts';
import type { SimulatedDevice } from '../../simulators/wires/simulatedWire.ts';
import { simulateModbusTcpSlave, type SlaveRegisterTable } from '../../simulators/wires/modbusSlave.ts';
import { openTcpWire, type TcpWire } from '../../simulators/wires/tcpWire.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import type { SimulatedWire } from '../../simulators/wires/simulatedWire.ts';

export const clock = createSystemClock();
export const MODELS: InstrumentModels = loadModelFiles(join(import.meta.dirname, '../../config/models'));

/** What a platform carries; the scales show it as stable at once. */
export interface Platform {
  massMg: number;
}

export function streamingScale(platform: Platform, periodMs = 20): SimulatedDevice {
  return (send) => {
    const stop = repeatEvery(clock, periodMs, () =>
      send(
        encodeAndIndicatorFrame(
          { mg: platform.massMg, unit: 'kg', decimals: 1 },
          { stable: true, mode: 'gross', over: false },
        ),
      ),
    );
    return { receive: () => undefined, close: stop };
  };
}

/** Registers of a Laumas transmitter with one decimal: gross, net, status (stable, and zero where it is). */
export function laumasTable(platform: Platform): SlaveRegisterTable {
  const tenths = (): number => Math.round(platform.massMg / 100_000);
  return {
    requestRegistersMax: 32,
    read: (address) => {
      if (address === 6) return (1 << 11) | (platform.massMg === 0 ? 1 << 12 : 0);
      if (address === 7 || address === 9) return tenths() >>> 16;
      if (address === 8 || address === 10) return tenths() & 0xffff;
      return 0;
    },
    write: () => true,
  };
}

export const SCALE_FACTS =
  'scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }] }';

export class SmallBase {
  readonly folder = mkdtempSync(join(tmpdir(), 'hakari-base-'));
  readonly path = join(this.folder, 'site.yaml');
  readonly link = join(this.folder, 'scale-1-port');
  readonly platforms: [Platform, Platform] = [{ massMg: 0 }, { massMg: 0 }];
  readonly logged: { event: string; detail: string }[] = [];
  readonly broken: unknown[] = [];
  #agents: RunningAgent[] = [];
  #wires: SimulatedWire[] = [];
  serial!: SimulatedWire;
  socket!: TcpWire;

  async plugIn(): Promise<this> {
    const [first, second] = this.platforms;
    this.serial = await openSerialWire({ link: this.link, device: streamingScale(first), clock });
    this.socket = await openTcpWire({
      port: 0,
      clientsMax: 2,
      clock,
      device: simulateModbusTcpSlave({ address: 1, table: laumasTable(second), refresh: () => undefined }),
    });
    this.#wires = [this.serial, this.socket];
    writeFileSync(this.path, this.siteText());
    return this;
  }

  siteText(): string {
    return `# The small base of a test.
base: small
name: { en: Small base, ja: 小さな基地 }
data: ./data
http: { port: 0 }
stations:
  - { id: dock-1, name: { en: Dock 1, ja: 第1 }, scale: scale-1, checkWeight: { mass: "200", unit: kg } }
  - { id: dock-2, name: { en: Dock 2, ja: 第2 }, scale: scale-2, checkWeight: { mass: "200", unit: kg } }
instruments:
  # the old indicator at the gate
  - id: scale-1
    model: and-ad4406      # streams
    port: { serial: ${this.link} }
    ${SCALE_FACTS}
  - id: scale-2
    model: laumas-tlb
    port: { tcp: "127.0.0.1:${this.socket.port}" }
    address: "1" # as on its display
    ${SCALE_FACTS}
`;
  }

  load(data?: string): LoadedSite {
    const outcome = loadSiteFile(this.path, { models: MODELS, data });
    if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.errors));
    return outcome;
  }

  async operator(loaded: LoadedSite, id: string, role: 'technician' | 'supervisor' | 'operator'): Promise<void> {
    const store = await openBeganStore({ site: loaded.site, software: 'test', clock, random: createSystemRandom() });
    const put = { operator: id, name: id, roles: [role], badge: `B-${id}`, pin: '735190' };
    const outcome = await store.register.putOperator(put, AT_THE_MACHINE);
    await store.close();
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  }

  /** Headquarters has announced this lot, before the agent begins. */
  async announce(body: IntakeNotice): Promise<void> {
    const store = await openBeganStore({
      site: this.load().site,
      software: 'test',
      clock,
      random: createSystemRandom(),
    });
    const { epoch } = store.ledger.head();
    const order = {
      order: `order-${body.lot}`,
      base: 'small',
      epoch,
      counter: 1,
      previous: '0'.repeat(64),
      issuedWallMs: clock.timestamp().wallMs,
      body,
    };
    store.ledger.transact('order', (book) =>
      decideOrder({ order, signed: 'h.jws.s', signedHash: 'a'.repeat(64), base: 'small', epoch }, book),
    );
    await store.close();
  }

  async start(changes: Partial<AgentParts> = {}): Promise<RunningAgent> {
    const log: Log = (_level, event, { detail } = {}) => void this.logged.push({ event, detail: detail ?? '' });
    const agent = await startAgent({
      loaded: this.load(),
      siteSource: { path: this.path, models: MODELS, data: undefined },
      software: 'hakari test',
      releasedWallMs: 0,
      clock,
      random: createSystemRandom(),
      openPort: openPort,
      log,
      screenFolder: join(this.folder, 'no-screen'),
      commodities: loadCommodities('config/commodities.yaml'),
      assumeCheckPassed: true,
      openStore: openBeganStore,
      readDiskSpace: () => null,
      onCapture: () => undefined,
      onWeighingRecorded: () => undefined,
      ...changes,
    });
    this.#agents.push(agent);
    return agent;
  }

  async close(): Promise<void> {
    for (const agent of this.#agents.splice(0)) await agent.stop();
    for (const wire of this.#wires) await wire.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function until(what: string, holds: () => boolean | Promise<boolean>, mostMs = 10_000): Promise<void> {
  const end = clock.monotonicMs() + mostMs;
  while (!(await holds())) {
    if (clock.monotonicMs() > end) throw new Error(`waited ${mostMs} ms in vain: ${what}`);
    await pause(10);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
