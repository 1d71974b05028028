// The stage of a browser test: the demo's processes (broker, world, headquarters, agent) on a copy of the prepared
// folder, and a browser. One stage a file. Must not know what goes wrong.
import { mkdtempSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startTestbed, type Testbed } from '../../simulators/demo/testbed.ts';
import { itemsOfLots, type DemoLot } from '../../simulators/demo/demoLots.ts';
import { createIntakeTask, staffTaskPartsFor } from '../../simulators/demo/demoRun.ts';
import type { StepContext } from '../../simulators/demo/stationSteps.ts';
import { runStaffTask } from '../../simulators/staff/staffTask.ts';
import type { StationScenario } from '../../simulators/world/worldScenario.ts';
import { openBrowser } from './chromium.ts';
import { GATE, SEED, testDocks } from './docks.ts';
import { freePort } from './freePort.ts';
import { PEOPLE, PIN } from './people.ts';
import { openTablet, type Tablet, type TabletOptions } from './tablet.ts';
import { ADDRESSES, MAIN } from './template.ts';

/** Handling by simulated hands takes next to no time; what the agent and the scales need stays real. */
const SPEED = 200;

export interface ScreenStage extends Testbed {
  browser: Browser;
  /** Another tablet, with nothing kept from an earlier one. */
  tablet(options?: Partial<TabletOptions>): Promise<Tablet>;
  /** Headquarters announces the lots. */
  announce(...lots: DemoLot[]): Promise<void>;
  /** Carries a thing to the dock and lets it down. */
  put(thing: string, dock: string): Promise<void>;
  putCheckWeight(dock: string): Promise<void>;
  takeOff(dock: string): Promise<void>;
  /** Through the gate, from inside to outside. */
  carryOut(thing: string): Promise<void>;
  /** What simulated staff use to speak to the agent at this dock, without a page. */
  sceneAt(station: string): StepContext;
  /** Simulated staff pass the check weighing of these docks. */
  checkScales(...docks: string[]): Promise<void>;
  /** Simulated staff work the whole lot at the dock, through the API. */
  work(lot: DemoLot, dock: string): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  /** The prepared folder; it is copied. */
  template: string;
  /** What stands at the docks. */
  lots: readonly DemoLot[];
  docks?: StationScenario[];
  flags?: readonly string[];
}

function handsOf(
  stage: Testbed,
): Pick<
  ScreenStage,
  'announce' | 'put' | 'putCheckWeight' | 'takeOff' | 'carryOut' | 'sceneAt' | 'checkScales' | 'work'
> {
  const { world, headquarters } = stage;
  const play = { testbed: stage, lots: [], displayLog: [], troubles: [], speed: SPEED, print: () => undefined };
  return {
    announce: (...lots) =>
      headquarters.queueOrders(
        lots.map(({ notice }) => notice),
        lots.map(({ notice }) => notice.lot).join('-'),
      ),
    put: async (thing, dock) => {
      await world.sendMove({ do: 'place', package: thing, station: dock });
    },
    putCheckWeight: async (dock) => {
      await world.sendMove({ do: 'place-check-weight', station: dock });
    },
    takeOff: async (dock) => {
      await world.sendMove({ do: 'remove', station: dock });
    },
    carryOut: async (thing) => {
      for (const side of ['inner', 'outer', null])
        await world.sendMove({ do: 'carry-to-gate', package: thing, gate: GATE.id, side });
    },
    sceneAt: (station) => ({ run: play, page: stage.pageAt(station), station }),
    checkScales: async (...docks) => {
      await Promise.all(
        docks.map((station) =>
          runStaffTask({ station, lot: null, items: [] }, staffTaskPartsFor(play, { station, name: station })),
        ),
      );
    },
    work: (lot, dock) =>
      runStaffTask(
        createIntakeTask(lot, dock),
        staffTaskPartsFor(play, { station: dock, name: `${dock}/${lot.notice.lot}` }),
      ),
  };
}

export async function openStage({
  template,
  lots,
  docks = testDocks(),
  flags = [],
}: StageOptions): Promise<ScreenStage> {
  const folder = mkdtempSync(join(tmpdir(), 'hakari-screen-'));
  await cp(template, folder, { recursive: true });
  const browser = await openBrowser(flags);
  // The agent keeps its port over a restart, so that a page finds it again.
  const raised = await startTestbed(
    { once: true, json: true, seed: SEED, speed: SPEED, data: folder, httpPort: await freePort() },
    { mainPath: MAIN, stop: new AbortController().signal },
    {
      folder,
      stations: docks,
      gates: [GATE],
      prepared: { people: PEOPLE, pin: PIN, addresses: ADDRESSES },
      items: () => itemsOfLots(lots),
    },
  );
  const { testbed } = raised;
  return {
    ...testbed,
    ...handsOf(testbed),
    browser,
    tablet: (options = {}) => openTablet(browser, { url: testbed.agent.url(), ...options }),
    close: async () => {
      await browser.close();
      await raised.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
