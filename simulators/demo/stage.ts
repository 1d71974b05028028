// Raises the demo's stage: broker, world, headquarters and agent as processes of their own, with keys exchanged, two
// people and verified scales; and takes it down again in reverse order. Must not know which lots will be played.
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { seededChance, type SeededChance } from '../chance.ts';
import { simulatorClock } from '../clock.ts';
import type { ProcessIo } from '../io.ts';
import { openPage, type Page } from '../staff/page.ts';
import { openWorldLine, type WorldLine } from '../staff/worldLine.ts';
import type { GateScenario, PackageScenario, Places, StationScenario } from '../world/scenario.ts';
import { buildStations } from './base.ts';
import { openBroker } from './broker.ts';
import { openChildren, type Child, type Children } from './children.ts';
import { callHeadquarters, type Headquarters } from './headquartersCalls.ts';
import type { DemoOptions } from './options.ts';
import { enrol, prepareBase, type Addresses, type Staff } from './prepare.ts';
import { siteFile } from './siteFile.ts';

/** The agent's process, which may be killed and started again on the same folder. */
export interface AgentPart {
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
export interface Setting {
  folder: string;
  /** What stands at the docks from the start. */
  things: (stations: StationScenario[]) => PackageScenario[];
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
  prepared?: { people: readonly Staff[]; pin: string; addresses: Addresses };
  /** What is done to the world just before the agent starts for the first time. */
  beforeAgent?: (there: Pick<Stage, 'world' | 'stations'>) => Promise<void>;
}

export interface Stage {
  folder: string;
  agent: AgentPart;
  badge: string;
  pin: string;
  stations: StationScenario[];
  seed: SeededChance;
  page: Page;
  /** Another person: recounts, and closes what takes two. */
  secondPage: Page;
  world: WorldLine;
  headquarters: Headquarters;
  /** Rejects when a process dies. */
  died: Promise<never>;
  /** Fires when the demo is asked to end, or the stage is taken down. */
  stop: AbortSignal;
}

const READY_LIMIT_MS = 60_000;

/** The folder the demo works in: given and new, or temporary. */
export async function demoFolder(data: string | null): Promise<string> {
  if (data === null) return mkdtemp(join(tmpdir(), 'hakari-demo-'));
  const folder = resolve(data);
  if (existsSync(join(folder, 'site.yaml')))
    throw new Error(`${folder} holds an earlier demo. Name another folder, or remove it.`);
  await mkdir(folder, { recursive: true });
  return folder;
}

function firstLine(child: Child, pattern: RegExp, onLine: (line: string) => void = () => undefined): Promise<string> {
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

interface Raising {
  options: DemoOptions;
  setting: Setting;
  folder: string;
  stations: StationScenario[];
  children: Children;
  brokerPort: number;
  stop: AbortSignal;
}

async function startWorld(
  raising: Raising,
  things: readonly PackageScenario[],
): Promise<{ world: WorldLine; places: Places }> {
  const { folder, stations, children, options } = raising;
  const [scenario, wires] = [join(folder, 'world', 'scenario.json'), join(folder, 'world', 'wires.json')];
  await mkdir(join(folder, 'world'), { recursive: true });
  await writeFile(
    scenario,
    JSON.stringify({ seed: options.seed, stations, packages: things, gates: raising.setting.gates ?? [] }, null, 2),
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
  const world = openWorldLine({ to: child.process.stdin, from: child.process.stdout });
  await Promise.race([world.ready(), children.died]);
  return { world, places: JSON.parse(await readFile(wires, 'utf8')) as Places };
}

function agentPart({ children, setting, folder }: Raising, site: string): AgentPart {
  let child: Child | null = null;
  let url = 'http://127.0.0.1:0';
  return {
    url: () => url,
    pid: () => child?.process.pid,
    start: async () => {
      child = children.start('agent', ['run', '--site', site, '--data', folder, '--print-recorded']);
      url = await Promise.race([firstLine(child, /^ready (\S+)/, setting.onAgentLine), children.died]);
    },
    kill: async () => {
      await child?.kill();
    },
  };
}

/** Never a fixed default: made anew for every run, shown once. */
function demoStaff(): { people: Staff[]; pin: string } {
  const badge = (): string => `demo-${randomBytes(4).toString('hex')}`;
  const people = [1, 2].map((number) => ({
    operator: `staff-${number}`,
    name: `Demo staff ${number}`,
    roles: 'operator,supervisor',
    badge: badge(),
  }));
  return { people, pin: String(randomInt(100_000, 1_000_000)) };
}

const randomAddresses = (): Addresses => ({
  topic: randomBytes(16).toString('hex'),
  client: randomBytes(16).toString('hex'),
});

async function raise(raising: Raising): Promise<Stage> {
  const { options, setting, folder, stations, children, brokerPort, stop } = raising;
  const seed = seededChance(options.seed);
  const { world, places } = await startWorld(raising, setting.things(stations));
  const addresses = setting.prepared?.addresses ?? randomAddresses();
  const site = join(folder, 'site.yaml');
  await writeFile(
    site,
    siteFile({
      stations,
      gates: setting.gates ?? [],
      places,
      httpPort: options.httpPort,
      brokerPort,
      headquartersKeys: './headquarters.json',
      ...addresses,
    }),
  );
  const ready = (child: Child, pattern: RegExp): Promise<unknown> =>
    Promise.race([firstLine(child, pattern), children.died]);
  const headquarters = callHeadquarters({
    children,
    folder: join(folder, 'headquarters'),
    brokerPort,
    topic: addresses.topic,
    ready,
  });
  const { people, pin } = setting.prepared ?? demoStaff();
  if (setting.prepared === undefined) await enrol({ children, folder, site, headquarters });
  const preparing =
    setting.prepared === undefined
      ? prepareBase({ children, folder, site, people, pin, scales: stations.map(({ scale }) => scale.id) })
      : null;
  await Promise.all([preparing, headquarters.start()]);
  await setting.beforeAgent?.({ world, stations });
  const agent = agentPart(raising, site);
  await agent.start();
  const [badge, secondBadge] = people.map((person) => person.badge);
  if (badge === undefined || secondBadge === undefined) throw new RangeError('a stage needs two people');
  const as = (person: string): Page =>
    openPage({ address: agent.url, badge: person, pin, clock: simulatorClock(), stop });
  return {
    folder,
    agent,
    badge,
    pin,
    stations,
    seed,
    page: as(badge),
    secondPage: as(secondBadge),
    world,
    headquarters,
    died: children.died,
    stop,
  };
}

export interface RaisedStage {
  stage: Stage;
  close(): Promise<void>;
}

const aborted = (stop: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    stop.addEventListener('abort', () => reject(new Error('asked to end')), { once: true });
  });

/** Rejects, with everything taken down, if any part does not come up. */
export async function raiseStage(
  options: DemoOptions,
  io: Pick<ProcessIo, 'mainPath' | 'stop'>,
  setting: Setting,
): Promise<RaisedStage> {
  const { folder } = setting;
  const leaving = new AbortController();
  const stop = AbortSignal.any([io.stop, leaving.signal]);
  const children = await openChildren({ mainPath: io.mainPath, logs: join(folder, 'logs') });
  const broker = setting.brokerPort === undefined ? await openBroker() : null;
  const takeDown = async (): Promise<void> => {
    leaving.abort();
    await children.stopAll();
    await broker?.close();
  };
  try {
    const stations = setting.stations ?? buildStations(seededChance(options.seed));
    const raising = raise({
      options,
      setting,
      folder,
      stations,
      children,
      brokerPort: broker?.port ?? setting.brokerPort ?? 0,
      stop,
    });
    return { stage: await Promise.race([raising, aborted(stop)]), close: takeDown };
  } catch (error) {
    await takeDown();
    throw error;
  }
}
