// Makes a folder ready for a base: keys on both sides, people, marks on scales; all by the command line, as an
// administrator does it. Must not know what is played there.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoProcesses } from './demoProcesses.ts';
import type { HeadquartersClient } from './headquartersClient.ts';

export interface DemoPerson {
  operator: string;
  name: string;
  /** With commas. */
  roles: string;
  badge: string;
}

/** Where base and headquarters meet at the broker. */
export interface LinkIdentity {
  topic: string;
  client: string;
}

interface SetupTarget {
  children: DemoProcesses;
  folder: string;
  /** The site file. */
  site: string;
}

const VERIFIED_UNTIL = '2099-12-31';

/** Keys on both sides, each side's public ones carried to the other, as two people would with a stick. */
export async function enrolDemoBase({
  children,
  folder,
  site,
  headquarters,
}: SetupTarget & { headquarters: HeadquartersClient }): Promise<void> {
  const [headquartersKeys] = await Promise.all([
    headquarters.makeKeys(),
    children.run('init', ['init', '--site', site, '--data', folder]),
  ]);
  await cp(headquartersKeys, join(folder, 'headquarters.json'));
  await headquarters.enrolBase(join(folder, 'base-keys.json'));
}

/** One PIN for all: these people are not real. */
export async function setUpDemoBase({
  children,
  folder,
  site,
  people: staff,
  pin,
  scales,
}: SetupTarget & { people: readonly DemoPerson[]; pin: string; scales: readonly string[] }): Promise<void> {
  for (const { operator, name, roles, badge } of staff) {
    const facts = [
      'operator',
      'add',
      '--data',
      folder,
      '--site',
      site,
      '--id',
      operator,
      '--name',
      name,
      '--roles',
      roles,
    ];
    await children.run('operator', [...facts, '--badge', badge], { input: `${pin}\n` });
  }
  for (const scale of scales) {
    await children.run('verification', [
      'verification',
      '--data',
      folder,
      '--site',
      site,
      '--instrument',
      scale,
      '--mark',
      `DEMO-${scale}`,
      '--until',
      VERIFIED_UNTIL,
    ]);
  }
}
