// How the demo calls the reference headquarters: by its command line only, like a person there would. Must not know its
// files beyond those that are carried to the base.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Order } from '../../agent/link/contract/orderSchema.ts';
import type { DemoProcess, DemoProcesses } from './demoProcesses.ts';
import type { ReportOfHeadquarters } from './demoOutcome.ts';

export interface HeadquartersClient {
  /** Makes the keys; the path of the public ones, to be carried to the base. */
  makeKeys(): Promise<string>;
  /** Takes the base's public keys. */
  enrolBase(baseKeys: string): Promise<void>;
  /** Starts the process; resolves when it hears the broker. */
  start(): Promise<void>;
  /** Ends the process without a word; it may be started again. */
  kill(): Promise<void>;
  /** Queues orders, in this order; `name` is that of the file they are written to. */
  queueOrders(bodies: readonly Order['body'][], name: string): Promise<void>;
  /** Decides one finding. */
  decideFinding(finding: string, decision: 'accept' | 'return' | 'recount' | 'write-off', note: string): Promise<void>;
  /**
   * Draws the sample of a stocktake whose packages are frozen; false while headquarters does not know of the freeze
   * yet.
   */
  drawSample(stocktake: string, seed: string): Promise<boolean>;
  readReport: () => Promise<ReportOfHeadquarters>;
}

interface HeadquartersClientParts {
  children: DemoProcesses;
  folder: string;
  brokerPort: number;
  topic: string;
  /** Waits for a line of a process. */
  ready: (child: DemoProcess, pattern: RegExp) => Promise<unknown>;
}

export function createHeadquartersClient({
  children,
  folder,
  brokerPort,
  topic,
  ready,
}: HeadquartersClientParts): HeadquartersClient {
  let running: DemoProcess | null = null;
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
    queueOrders: async (bodies, name) => {
      await mkdir(join(folder, 'orders'), { recursive: true });
      const file = join(folder, 'orders', `${name}.json`);
      await writeFile(file, JSON.stringify(bodies, null, 2));
      await run(['order', '--dir', folder, '--file', file]);
    },
    decideFinding: async (finding, decision, note) => {
      await run(['decide', '--dir', folder, '--finding', finding, '--decision', decision, '--note', note]);
    },
    drawSample: async (stocktake, seed) => {
      const answer = await children.run(
        'headquarters-call',
        ['headquarters', 'draw', '--dir', folder, '--stocktake', stocktake, '--seed', seed],
        { acceptedExitCodes: [0, 1, 2] },
      );
      return answer !== '';
    },
    // Code 1 is an answer too: headquarters came to another verdict.
    readReport: async () =>
      JSON.parse(
        await children.run('headquarters-call', ['headquarters', 'report', '--dir', folder, '--json'], {
          acceptedExitCodes: [0, 1],
        }),
      ) as ReportOfHeadquarters,
  };
}
