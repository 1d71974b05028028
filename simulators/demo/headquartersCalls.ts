// How the demo calls the reference headquarters: by its command line only, like a person there would. Must not know its files
// beyond those that are carried to the base.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IntakeNotice } from '../../agent/headquarters/contract/order.ts';
import type { Child, Children } from './children.ts';
import type { HeadquartersReport } from './outcome.ts';

export interface Headquarters {
  /** Makes the keys; the path of the public ones, to be carried to the base. */
  makeKeys(): Promise<string>;
  /** Takes the base's public keys. */
  enrolBase(baseKeys: string): Promise<void>;
  /** Starts the process; resolves when it hears the broker. */
  start(): Promise<void>;
  /** Ends the process without a word; it may be started again. */
  kill(): Promise<void>;
  /** Announces lots, in this order. */
  order(notices: readonly IntakeNotice[]): Promise<void>;
  report: () => Promise<HeadquartersReport>;
}

interface Parts {
  children: Children;
  folder: string;
  brokerPort: number;
  topic: string;
  /** Waits for a line of a process. */
  ready: (child: Child, pattern: RegExp) => Promise<unknown>;
}

export function callHeadquarters({ children, folder, brokerPort, topic, ready }: Parts): Headquarters {
  let running: Child | null = null;
  const run = (args: readonly string[]): Promise<string> => children.run('headquarters-call', ['headquarters', ...args]);
  return {
    makeKeys: async () => {
      await run(['keys', '--dir', folder]);
      return join(folder, 'headquarters.json');
    },
    enrolBase: async (baseKeys) => {
      await run(['enrol', '--dir', folder, '--keys', baseKeys, '--topic', topic]);
    },
    start: async () => {
      running = children.start('headquarters', ['headquarters', 'run', '--dir', folder, '--broker', `mqtt://127.0.0.1:${brokerPort}`]);
      await ready(running, /^ready/);
    },
    kill: async () => {
      await running?.kill();
    },
    order: async (notices) => {
      await mkdir(join(folder, 'notices'), { recursive: true });
      const file = join(folder, 'notices', `${notices.map((notice) => notice.lot).join('-')}.json`);
      await writeFile(file, JSON.stringify(notices, null, 2));
      await run(['order', '--dir', folder, '--file', file]);
    },
    // Code 1 is an answer too: headquarters came to another verdict.
    report: async () => JSON.parse(await children.run('headquarters-call', ['headquarters', 'report', '--dir', folder, '--json'], { codes: [0, 1] })) as HeadquartersReport,
  };
}
