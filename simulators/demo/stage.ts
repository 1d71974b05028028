// Raises the demo's stage: broker, world, headquarters and agent as processes of their own, with keys exchanged, an operator and
// verified scales; and takes it down again in reverse order. Must not know which lots will be played.
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { seededChance, type SeededChance } from '../chance.ts';
import { simulatorClock } from '../clock.ts';
import type { ProcessIo } from '../io.ts';
import { openPage, type Page } from '../staff/page.ts';
import { openWorldLine, type WorldLine } from '../staff/worldLine.ts';
import type { PackageScenario, Places, StationScenario } from '../world/scenario.ts';
import { buildStations } from './base.ts';
import { openBroker } from './broker.ts';
import { openChildren, type Child, type Children } from './children.ts';
import { callHeadquarters, type Headquarters } from './headquartersCalls.ts';
import type { DemoOptions } from './options.ts';
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
const VERIFIED_UNTIL = '2099-12-31';

/** The folder the demo works in: given and new, or temporary. */
export async function demoFolder(data: string | null): Promise<string> {
  if (data === null) return mkdtemp(join(tmpdir(), 'hakari-demo-'));
  const folder = resolve(data);
  if (existsSync(join(folder, 'site.yaml'))) throw new Error(`${folder} holds an earlier demo. Name another folder, or remove it.`);
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

async function startWorld(raising: Raising, things: readonly PackageScenario[]): Promise<{ world: WorldLine; places: Places }> {
  const { folder, stations, children, options } = raising;
  const [scenario, wires] = [join(folder, 'world', 'scenario.json'), join(folder, 'world', 'wires.json')];
  await mkdir(join(folder, 'world'), { recursive: true });
  await writeFile(scenario, JSON.stringify({ seed: options.seed, stations, packages: things }, null, 2));
  const child = children.start('world', ['world', '--scenario', scenario, '--wires', wires, '--dir', join(folder, 'world', 'wires')]);
  const world = openWorldLine({ to: child.process.stdin, from: child.process.stdout });
  await Promise.race([world.ready(), children.died]);
  return { world, places: JSON.parse(await readFile(wires, 'utf8')) as Places };
}

/** Keys on both sides, each side's public ones carried to the other, as two people would with a stick. */
async function enrol(raising: Raising, site: string, headquarters: Headquarters): Promise<void> {
  const { folder, children } = raising;
  const [theirs] = await Promise.all([headquarters.makeKeys(), children.run('keys', ['keys', '--site', site, '--data', folder])]);
  await cp(theirs, join(folder, 'headquarters.json'));
  await headquarters.enrolBase(join(folder, 'base-keys.json'));
}

async function prepareBase(raising: Raising, site: string, who: { badge: string; secondBadge: string; pin: string }): Promise<void> {
  const { folder, children, stations } = raising;
  for (const [index, badge] of [who.badge, who.secondBadge].entries()) {
    const operator = ['operator', 'add', '--data', folder, '--site', site, '--id', `staff-${index + 1}`, '--name', `Demo staff ${index + 1}`, '--roles', 'operator,supervisor'];
    await children.run('operator', [...operator, '--badge', badge], { input: `${who.pin}\n` });
  }
  for (const { scale } of stations) {
    await children.run('verification', ['verification', '--data', folder, '--site', site, '--instrument', scale.id, '--mark', `DEMO-${scale.id}`, '--until', VERIFIED_UNTIL]);
  }
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

async function raise(raising: Raising): Promise<Stage> {
  const { options, setting, folder, stations, children, brokerPort, stop } = raising;
  const seed = seededChance(options.seed);
  const { world, places } = await startWorld(raising, setting.things(stations));
  const topic = randomBytes(16).toString('hex');
  const site = join(folder, 'site.yaml');
  const client = randomBytes(16).toString('hex');
  await writeFile(site, siteFile({ stations, places, httpPort: options.httpPort, brokerPort, headquartersKeys: './headquarters.json', topic, client }));
  const ready = (child: Child, pattern: RegExp): Promise<unknown> => Promise.race([firstLine(child, pattern), children.died]);
  const headquarters = callHeadquarters({ children, folder: join(folder, 'headquarters'), brokerPort, topic, ready });
  await enrol(raising, site, headquarters);
  // Never a fixed default: made anew for every run, shown once.
  const [badge, secondBadge] = [randomBytes(4).toString('hex'), randomBytes(4).toString('hex')].map((random) => `demo-${random}`) as [string, string];
  const who = { badge, secondBadge, pin: String(randomInt(100_000, 1_000_000)) };
  await Promise.all([prepareBase(raising, site, who), headquarters.start()]);
  await setting.beforeAgent?.({ world, stations });
  const agent = agentPart(raising, site);
  await agent.start();
  const as = (person: string): Page => openPage({ address: agent.url, badge: person, pin: who.pin, clock: simulatorClock(), stop });
  return { folder, agent, badge, pin: who.pin, stations, seed, page: as(badge), secondPage: as(secondBadge), world, headquarters, died: children.died, stop };
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
export async function raiseStage(options: DemoOptions, io: Pick<ProcessIo, 'mainPath' | 'stop'>, setting: Setting): Promise<RaisedStage> {
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
    const stations = buildStations(seededChance(options.seed));
    const raising = raise({ options, setting, folder, stations, children, brokerPort: broker?.port ?? setting.brokerPort ?? 0, stop });
    return { stage: await Promise.race([raising, aborted(stop)]), close: takeDown };
  } catch (error) {
    await takeDown();
    throw error;
  }
}
