// A base's folder with keys, people and marks, made once and copied for every stage: making one takes longer than most
// scenarios. Also the set-up of `npm run test:screen`, which hands the folder to the tests.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDemoProcesses } from '../../simulators/demo/demoProcesses.ts';
import { createHeadquartersClient } from '../../simulators/demo/headquartersClient.ts';
import { enrolDemoBase, setUpDemoBase, type LinkIdentity } from '../../simulators/demo/baseSetup.ts';
import { formatDemoSiteFile } from '../../simulators/demo/demoSiteFile.ts';
import type { StationScenario } from '../../simulators/world/worldScenario.ts';
import { CHROMIUM } from './chromium.ts';
import { GATE, testDocks } from './docks.ts';
import { PEOPLE, PIN } from './people.ts';

/** Seen from the compiled benches and from the sources. */
export const MAIN =
  ['../../agent/main.js', '../../dist/agent/main.js']
    .map((path) => join(import.meta.dirname, path))
    .find((path) => existsSync(path)) ?? '';

/** Each stage has a broker of its own, so its topics may be the same. */
export const ADDRESSES: LinkIdentity = { topic: 'ab'.repeat(16), client: 'cd'.repeat(16) };

declare module 'vitest' {
  export interface ProvidedContext {
    template: string;
  }
}

/** The folder; whoever asked removes it. */
export async function makeTemplate(docks: readonly StationScenario[] = testDocks()): Promise<string> {
  if (MAIN === '') throw new Error('The browser tests use the compiled program: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'hakari-screen-template-'));
  const children = await openDemoProcesses({ mainPath: MAIN, logs: join(folder, 'logs') });
  try {
    // Nothing is opened yet: any place will do.
    const instruments = [
      GATE.outer,
      GATE.inner,
      ...docks.flatMap(({ scale, reader }) => (reader === null ? [scale.id] : [scale.id, reader])),
    ];
    const places = Object.fromEntries(instruments.map((id, index) => [id, { host: '127.0.0.1', port: 1 + index }]));
    const site = join(folder, 'site.yaml');
    await writeFile(
      site,
      formatDemoSiteFile({
        stations: docks,
        gates: [GATE],
        wireAddresses: places,
        httpPort: 0,
        brokerPort: 1,
        headquartersKeys: './headquarters.json',
        ...ADDRESSES,
      }),
    );
    const headquarters = createHeadquartersClient({
      children,
      folder: join(folder, 'headquarters'),
      brokerPort: 1,
      topic: ADDRESSES.topic,
      ready: () => Promise.resolve(),
    });
    await enrolDemoBase({ children, folder, site, headquarters });
    await setUpDemoBase({
      children,
      folder,
      site,
      people: PEOPLE,
      pin: PIN,
      scales: docks.map(({ scale }) => scale.id),
    });
  } finally {
    await children.stopAll();
  }
  return folder;
}

export default async function setUp(project: TestProject): Promise<() => void> {
  const folder = CHROMIUM === null ? '' : await makeTemplate();
  project.provide('template', folder);
  return () => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  };
}
