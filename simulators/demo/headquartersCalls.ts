// How the demo calls the reference headquarters: by its command line only, like a person there would. Must not know its
// files beyond those that are carried to the base.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Order } from '../../agent/headquarters/contract/order.ts';
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
  /** Queues orders, in this order; `name` is that of the file they are written to. */
  order(bodies: readonly Order['body'][], name: string): Promise<void>;
  /** Decides one finding. */
  decide(finding: string, decision: 'accept' | 'return' | 'recount' | 'write-off', note: string): Promise<void>;
  /**
   * Draws the sample of a stocktake whose packages are frozen; false while headquarters does not know of the freeze
   * yet.
   */
  draw(stocktake: string, seed: string): Promise<boolean>;
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
  const run = (args: readonly string[]): Promise<string> =>
    children.run('headquarters-call', ['headquarters', ...args]);
  return {
    makeKeys: async () => {
      await run(['keys', '--dir', folder]);
      return join(folder, 'headquarters.json');
    },
    enrolBase: async (baseKeys) => {
      await run(['enrol', '--dir', folder, '--keys', baseKeys, '--topic', topic]);
    },
    start: async () => {
      running = children.start('headquarters', [
        'headquarters',
        'run',
        '--dir',
        folder,
        '--broker',
        `mqtt://127.0.0.1:${brokerPort}`,
      ]);
      await ready(running, /^ready/);
    },
    kill: async () => {
      await running?.kill();
    },
    order: async (bodies, name) => {
      await mkdir(join(folder, 'orders'), { recursive: true });
      const file = join(folder, 'orders', `${name}.json`);
      await writeFile(file, JSON.stringify(bodies, null, 2));
      await run(['order', '--dir', folder, '--file', file]);
    },
    decide: async (finding, decision, note) => {
      await run(['decide', '--dir', folder, '--finding', finding, '--decision', decision, '--note', note]);
    },
    draw: async (stocktake, seed) => {
      const answer = await children.run(
        'headquarters-call',
        ['headquarters', 'draw', '--dir', folder, '--stocktake', stocktake, '--seed', seed],
        { codes: [0, 1, 2] },
      );
      return answer !== '';
    },
    // Code 1 is an answer too: headquarters came to another verdict.
    report: async () =>
      JSON.parse(
        await children.run('headquarters-call', ['headquarters', 'report', '--dir', folder, '--json'], {
          codes: [0, 1],
        }),
      ) as HeadquartersReport,
  };
}
