// Raises the demo's stage: broker, world, headquarters and agent as processes of their own, with keys exchanged, people
// (one for each station, and one more) and verified scales; and takes it down again in reverse order. Must not know
// which lots will be played.
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createRandomStream, type RandomStream } from '../runtime/randomStream.ts';
import { createSimulatorClock } from '../runtime/simulatorClock.ts';
import type { ProcessIo } from '../runtime/processIo.ts';
import { openStaffPage, type StaffPage } from '../staff/staffPage.ts';
import { openWorldClient, type WorldClient } from '../staff/worldClient.ts';
import type { GateScenario, PackageScenario, WireAddresses, StationScenario } from '../world/worldScenario.ts';
import { buildDemoStations } from './demoBase.ts';
import { openEmbeddedBroker } from './embeddedBroker.ts';
import { openDemoProcesses, type DemoProcess, type DemoProcesses } from './demoProcesses.ts';
import { createHeadquartersClient, type HeadquartersClient } from './headquartersClient.ts';
import type { DemoOptions } from './demoOptions.ts';
import { enrolDemoBase, setUpDemoBase, type LinkIdentity, type DemoPerson } from './baseSetup.ts';
import { formatDemoSiteFile } from './demoSiteFile.ts';

/** The agent's process, which may be killed and started again on the same folder. */
export interface AgentProcess {
  /** Where it listens; with port 0 a new place after each start. */
  url: () => string;
  /** Undefined before the first start. */
  pid: () => number | undefined;
  /** Resolves when it serves; rejects if it was killed before. */
  start(): Promise<void>;
  /** At any moment, also while it starts. */
  kill(): Promise<void>;
}

/** What the stage is raised with, and who listens to it. */
export interface TestbedOptions {
  folder: string;
  /** What stands at the docks from the start. */
  items: (stations: StationScenario[]) => PackageScenario[];
  /** Each line the agent prints; `logs/agent.out` keeps them too. */
  onAgentLine?: (line: string) => void;
  /** A broker that somebody else opens and closes, on loopback; without it the stage has its own. */
  brokerPort?: number;
  /** Instead of the demo's docks. */
  stations?: StationScenario[];
  /** The demo has none. */
  gates?: GateScenario[];
  /**
   * A folder in which keys, people and marks are there already; the first two people are those of the stage's pages.
   */
  prepared?: { people: readonly DemoPerson[]; pin: string; addresses: LinkIdentity };
  /** What is done to the world just before the agent starts for the first time. */
  beforeAgentStart?: (testbed: Pick<Testbed, 'world' | 'stations'>) => Promise<void>;
}

export interface Testbed {
  folder: string;
  agent: AgentProcess;
  /** Of the first person. */
  badge: string;
  /** Of the person who works at no station: for whoever looks in, whose commands end no announcement at a dock. */
  secondBadge: string;
  pin: string;
  stations: StationScenario[];
  random: RandomStream;
  /** Of the first person, who works at the first station: the state is the same on all. */
  page: StaffPage;
  /**
   * Of the person who works at the station: what a person announced ends with the person's next command at another. In a
   * prepared folder, and for a station without a person, that of the first person.
   */
  pageAt: (station: string) => StaffPage;
  /** Another person, who works at no station: recounts, and closes what takes two. */
  secondPage: StaffPage;
  world: WorldClient;
  headquarters: HeadquartersClient;
  /** Rejects when a process dies. */
  processDied: Promise<never>;
  /** Fires when the demo is asked to end, or the stage is taken down. */
  stop: AbortSignal;
}

const READY_LIMIT_MS = 60_000;

/** The folder the demo works in: given and new, or temporary. */
export async function createDemoFolder(data: string | null): Promise<string> {
  if (data === null) return mkdtemp(join(tmpdir(), 'hakari-demo-'));
  const folder = resolve(data);
  if (existsSync(join(folder, 'site.yaml')))
    throw new Error(`${folder} holds an earlier demo. Name another folder, or remove it.`);
  await mkdir(folder, { recursive: true });
  return folder;
}

function waitForLine(
  child: DemoProcess,
  pattern: RegExp,
  onLine: (line: string) => void = () => undefined,
): Promise<string> {
  return new Promise((found, reject) => {
    const limit = setTimeout(() => reject(new Error(`${child.name} was not ready in time`)), READY_LIMIT_MS);
    const lines = createInterface({ input: child.process.stdout });
    lines.on('line', (line) => {
      onLine(line);
      const match = pattern.exec(line);
      if (!match) return;
      clearTimeout(limit);
      found(match[1] ?? line);
    });
    lines.once('close', () => {
      clearTimeout(limit);
      reject(new Error(`${child.name} ended before it was ready`));
    });
  });
}

interface TestbedStart {
  options: DemoOptions;
  testbedOptions: TestbedOptions;
  folder: string;
  stations: StationScenario[];
  children: DemoProcesses;
  brokerPort: number;
  stop: AbortSignal;
}

async function startWorld(
  start: TestbedStart,
  items: readonly PackageScenario[],
): Promise<{ world: WorldClient; wireAddresses: WireAddresses }> {
  const { folder, stations, children, options } = start;
  const [scenario, wires] = [join(folder, 'world', 'scenario.json'), join(folder, 'world', 'wires.json')];
  await mkdir(join(folder, 'world'), { recursive: true });
  await writeFile(
    scenario,
    JSON.stringify({ seed: options.seed, stations, packages: items, gates: start.testbedOptions.gates ?? [] }, null, 2),
  );
  const child = children.start('world', [
    'world',
    '--scenario',
    scenario,
    '--wires',
    wires,
    '--dir',
    join(folder, 'world', 'wires'),
  ]);
  const world = openWorldClient({ toWorld: child.process.stdin, fromWorld: child.process.stdout });
  await Promise.race([world.waitUntilReady(), children.died]);
  return { world, wireAddresses: JSON.parse(await readFile(wires, 'utf8')) as WireAddresses };
}

function createAgentProcess({ children, testbedOptions, folder }: TestbedStart, site: string): AgentProcess {
  let child: DemoProcess | null = null;
  let url = 'http://127.0.0.1:0';
  return {
    url: () => url,
    pid: () => child?.process.pid,
    start: async () => {
      child = children.start('agent', ['run', '--site', site, '--data', folder, '--print-recorded']);
      url = await Promise.race([waitForLine(child, /^ready (\S+)/, testbedOptions.onAgentLine), children.died]);
    },
    kill: async () => {
      await child?.kill();
    },
  };
}

/**
 * One person for each station, the second for none. Never a fixed default: made anew for every run, shown once.
 */
function demoStaff(stations: number): { people: DemoPerson[]; pin: string } {
  const badge = (): string => `demo-${randomBytes(4).toString('hex')}`;
  const staff = Array.from({ length: stations + 1 }, (_, index) => ({
    operator: `staff-${index + 1}`,
    name: `Demo staff ${index + 1}`,
    roles: 'operator,supervisor',
    badge: badge(),
  }));
  return { people: staff, pin: String(randomInt(100_000, 1_000_000)) };
}

const randomAddresses = (): LinkIdentity => ({
  topic: randomBytes(16).toString('hex'),
  client: randomBytes(16).toString('hex'),
});

/** Pages of those who work at a station open when they are first asked for: a sign-in takes time. */
function openPages(
  staff: readonly DemoPerson[],
  stations: readonly StationScenario[],
  as: (badge: string) => StaffPage,
): Pick<Testbed, 'badge' | 'secondBadge' | 'page' | 'pageAt' | 'secondPage'> {
  const [badge, secondBadge, ...others] = staff.map((person) => person.badge);
  if (badge === undefined || secondBadge === undefined) throw new RangeError('a stage needs two people');
  const page = as(badge);
  const pages = new Map<string, StaffPage>();
  const pageAt = (station: string): StaffPage => {
    const person = others[stations.findIndex(({ id }) => id === station) - 1];
    if (person === undefined) return page;
    const own = pages.get(station) ?? as(person);
    pages.set(station, own);
    return own;
  };
  return { badge, secondBadge, page, pageAt, secondPage: as(secondBadge) };
}

async function startAll(start: TestbedStart): Promise<Testbed> {
  const { options, testbedOptions, folder, stations, children, brokerPort, stop } = start;
  const seed = createRandomStream(options.seed);
  const { world, wireAddresses } = await startWorld(start, testbedOptions.items(stations));
  const addresses = testbedOptions.prepared?.addresses ?? randomAddresses();
  const site = join(folder, 'site.yaml');
  await writeFile(
    site,
    formatDemoSiteFile({
      stations,
      gates: testbedOptions.gates ?? [],
      wireAddresses,
      httpPort: options.httpPort,
      brokerPort,
      headquartersKeys: './headquarters.json',
      ...addresses,
    }),
  );
  const ready = (child: DemoProcess, pattern: RegExp): Promise<unknown> =>
    Promise.race([waitForLine(child, pattern), children.died]);
  const headquarters = createHeadquartersClient({
    children,
    folder: join(folder, 'headquarters'),
    brokerPort,
    topic: addresses.topic,
    ready,
  });
  const { people: staff, pin } = testbedOptions.prepared ?? demoStaff(stations.length);
  if (testbedOptions.prepared === undefined) await enrolDemoBase({ children, folder, site, headquarters });
  const preparing =
    testbedOptions.prepared === undefined
      ? setUpDemoBase({ children, folder, site, people: staff, pin, scales: stations.map(({ scale }) => scale.id) })
      : null;
  await Promise.all([preparing, headquarters.start()]);
  await testbedOptions.beforeAgentStart?.({ world, stations });
  const agent = createAgentProcess(start, site);
  await agent.start();
  const as = (person: string): StaffPage =>
    openStaffPage({ address: agent.url, badge: person, pin, clock: createSimulatorClock(), stop });
  const isPrepared = testbedOptions.prepared !== undefined;
  return {
    folder,
    agent,
    ...openPages(staff, isPrepared ? [] : stations, as),
    pin,
    stations,
    random: seed,
    world,
    headquarters,
    processDied: children.died,
    stop,
  };
}

export interface StartedTestbed {
  testbed: Testbed;
  close(): Promise<void>;
}

const rejectOnAbort = (stop: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    stop.addEventListener('abort', () => reject(new Error('asked to end')), { once: true });
  });

/** Rejects, with everything taken down, if any part does not come up. */
export async function startTestbed(
  options: DemoOptions,
  io: Pick<ProcessIo, 'mainPath' | 'stop'>,
  testbedOptions: TestbedOptions,
): Promise<StartedTestbed> {
  const { folder } = testbedOptions;
  const leaving = new AbortController();
  const stop = AbortSignal.any([io.stop, leaving.signal]);
  const children = await openDemoProcesses({ mainPath: io.mainPath, logs: join(folder, 'logs') });
  const broker = testbedOptions.brokerPort === undefined ? await openEmbeddedBroker() : null;
  const takeDown = async (): Promise<void> => {
    leaving.abort();
    await children.stopAll();
    await broker?.close();
  };
  try {
    const stations = testbedOptions.stations ?? buildDemoStations(createRandomStream(options.seed));
    const starting = startAll({
      options,
      testbedOptions,
      folder,
      stations,
      children,
      brokerPort: broker?.port ?? testbedOptions.brokerPort ?? 0,
      stop,
    });
    return { testbed: await Promise.race([starting, rejectOnAbort(stop)]), close: takeDown };
  } catch (error) {
    await takeDown();
    throw error;
  }
}
