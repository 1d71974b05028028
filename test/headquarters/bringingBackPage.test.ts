// The manual's page on bringing a base or headquarters back: each of its commands is run as it stands there, on a real broker,
// after the misfortune of its section; in the end both sides hold the same and nothing needs a person.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { loadSiteFile, type SiteConfig } from '../../config/siteConfig.ts';
import type { CliCommand } from '../../agent/commands/cliCommand.ts';
import { runBackupCommand } from '../../agent/commands/backupCommand.ts';
import { runEpochCommand } from '../../agent/commands/epochCommand.ts';
import { runInitCommand } from '../../agent/commands/initCommand.ts';
import { runKeysCommand } from '../../agent/commands/keysCommand.ts';
import { runAgentCommand } from '../../agent/commands/runCommand.ts';
import { runRecoveryKeyCommand } from '../../agent/commands/recoveryKeyCommand.ts';
import { runRestoreCommand } from '../../agent/commands/restoreCommand.ts';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import { runHeadquarters } from '../../agent/headquarters/main.ts';
import { openLinkStore } from '../../agent/headquarters/store/sqliteLinkStore.ts';
import { openBaseStore } from '../../agent/services/baseStore.ts';
import { called, type Called } from '../commands/calls.ts';
import { MODELS } from '../stations/base.ts';
import { ROOT } from '../sourceTree.ts';
import { openAedes, type TestBroker } from './brokers.ts';
import { clock, random, TOPIC, until } from './linkRig.ts';

const page = readFileSync(join(ROOT, 'agent/manual/bringing-back.md'), 'utf8');
const sections = new Map(
  page
    .split('\n## ')
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), /```sh\n(.*?)```/s.exec(text)?.[1]?.trim().split('\n') ?? []]),
);

const COMMANDS: Record<string, CliCommand> = {
  init: (args, io) => runInitCommand(args, io),
  epoch: (args, io) => runEpochCommand(args, io),
  keys: runKeysCommand,
  backup: runBackupCommand,
  restore: runRestoreCommand,
  'recovery-key': runRecoveryKeyCommand,
  run: (args, io) => runAgentCommand(args, io),
  headquarters: (args, io) => runHeadquarters(args, io),
};

interface Process {
  stop: AbortController;
  ended: Promise<Called>;
}

/** A base, its headquarters and a broker; what runs does so until it is stopped. */
class Places {
  readonly folder = mkdtempSync(join(tmpdir(), 'hakari-bringing-'));
  readonly house = join(this.folder, 'house');
  broker!: TestBroker;
  site!: SiteConfig;
  #agent: Process | null = null;
  #service: Process | null = null;
  #epoch = '';
  data = join(this.folder, 'data');

  async open(): Promise<this> {
    this.broker = await openAedes();
    mkdirSync(join(this.folder, 'stick'));
    await this.say('hakari headquarters keys --dir HOUSE');
    await this.say('hakari headquarters recovery-key --dir HOUSE --to STICK/house-key.txt');
    const path = join(this.folder, 'site.yaml');
    writeFileSync(
      path,
      `base: demo
name: { en: Demo base, ja: デモ基地 }
data: ./data
http: { port: 0 }
headquarters: { broker: "${this.broker.url}", protocol: 4, keys: ./house/headquarters.json, topic: "${TOPIC}", client: "${TOPIC}" }
stations: [{ id: dock-1, name: { en: Dock 1, ja: 第1ドック }, scale: scale-1, checkWeight: { mass: "200", unit: kg } }]
instruments:
  - { id: scale-1, model: and-ad4406, port: { serial: /dev/not-there }, scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }] } }
`,
    );
    const loaded = loadSiteFile(path, { models: MODELS });
    if (loaded.kind === 'faulty') throw new Error(JSON.stringify(loaded.errors));
    this.site = loaded.site;
    await this.say('hakari init --site SITE.yaml --data DIR --recovery-key STICK/base-key.txt');
    await this.say(`hakari headquarters enrol --dir HOUSE --keys DIR/base-keys.json --topic ${TOPIC}`);
    await this.say('hakari headquarters run --dir HOUSE --broker BROKER');
    await this.work(3);
    return this;
  }

  /** Runs a line of the page. */
  async say(line: string): Promise<Called> {
    const spelt = line
      .replaceAll('SITE.yaml', join(this.folder, 'site.yaml'))
      .replaceAll('DIR', join(this.folder, 'data'))
      .replaceAll('NEW', join(this.folder, 'new'))
      .replaceAll('HOUSE', this.house)
      .replaceAll('BROKER', this.broker.url)
      .replaceAll('STICK', join(this.folder, 'stick'))
      .replaceAll('BASE', 'demo')
      .replaceAll('EPOCH', this.#epoch);
    const [program = '', name = '', ...args] = spelt.split(' ');
    if (program !== 'hakari') {
      expect(spawnSync('sh', ['-c', spelt], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
      return { code: 0, out: [], err: '' };
    }
    if (name === 'run' || args[0] === 'run') return this.#start(name, args);
    const command = COMMANDS[name];
    if (!command) throw new Error(`the page names a command that there is not: ${line}`);
    const done = await called(command, args);
    const told = done.out
      .join('\n')
      .match(/ {2}epoch ([0-9a-f]{32})/g)
      ?.at(-1);
    if (args[0] === 'streams' && told !== undefined) this.#epoch = told.slice(8);
    else expect(done).toMatchObject({ code: 0, err: '' });
    return done;
  }

  async #start(name: string, args: string[]): Promise<Called> {
    const command = COMMANDS[name];
    if (!command) throw new Error(name);
    const stop = new AbortController();
    const started = { stop, ended: called(command, args, stop.signal) };
    if (name === 'headquarters') {
      this.#service = started;
      return { code: 0, out: [], err: '' };
    }
    const before = this.#hellos();
    this.#agent = started;
    this.data = args[args.indexOf('--data') + 1] ?? this.data;
    await until(
      () => this.#hellos() > before,
      () => this.streams(),
    );
    return { code: 0, out: [], err: '' };
  }

  #hellos(): number {
    return this.streams().reduce((sum, { hellos }) => sum + hellos, 0);
  }

  streams(): ReturnType<ReturnType<typeof openLinkStore>['listStreams']> {
    const link = openLinkStore(join(this.house, 'headquarters.sqlite'));
    try {
      return link.listStreams();
    } finally {
      link.close();
    }
  }

  /** The base records and headquarters gets it. */
  async work(count: number): Promise<void> {
    await this.record(count);
    await this.say('hakari run --site SITE.yaml --data DIR');
    await this.untilEqual();
    await this.stopAgent();
  }

  async record(count: number): Promise<void> {
    const store = await openBaseStore({ site: this.site, software: 'test', clock, random });
    for (let number = 0; number < count; number += 1) {
      const body = { run: random.id(), software: 'x', configHash: 'c', releasedWallMs: 0 };
      store.ledger.transact(random.id(), () => ({
        entries: [{ kind: 'agent-started', body }],
        effects: [],
        result: {},
      }));
    }
    await store.close();
  }

  /** Headquarters has acknowledged every entry of the newest epoch, which is the last to be sent. */
  async untilEqual(): Promise<void> {
    const isEqual = (): boolean =>
      this.#read(
        `SELECT (SELECT seq FROM entries ORDER BY position DESC LIMIT 1)
         IS (SELECT seq FROM cursor WHERE epoch = (SELECT max(number) FROM epochs)) AS value`,
      )[0] === 1;
    await until(isEqual, () => this.streams());
  }

  /** The base's ledger beside the agent at work. */
  #read(sql: string): unknown[] {
    const database = new Database(join(this.data, 'ledger.sqlite'), { readonly: true });
    try {
      return database.prepare(sql).pluck().all();
    } finally {
      database.close();
    }
  }

  async stopAgent(): Promise<void> {
    this.#agent?.stop.abort();
    expect(await this.#agent?.ended).toMatchObject({ code: 0, err: '' });
    this.#agent = null;
  }

  async stopService(): Promise<void> {
    this.#service?.stop.abort();
    await this.#service?.ended;
    this.#service = null;
  }

  keep(name: string): void {
    cpSync(join(this.folder, name), join(this.folder, `${name}.kept`), { recursive: true });
  }

  putBack(name: string): void {
    rmSync(join(this.folder, name), { recursive: true });
    cpSync(join(this.folder, `${name}.kept`), join(this.folder, name), { recursive: true });
  }

  /** How many entries of the base, of all its epochs, are not at headquarters. */
  lacks(): number {
    const link = openLinkStore(join(this.house, 'headquarters.sqlite'));
    const held = new Set(
      link.readEntries('demo', { fromPlace: 1, limit: 100_000, maxBytes: 1e9 }).map(({ hash }) => hash),
    );
    link.close();
    return this.#read('SELECT lower(hex(hash)) FROM entries').filter((hash) => !held.has(String(hash))).length;
  }

  async close(): Promise<void> {
    this.#agent?.stop.abort();
    await this.#agent?.ended;
    await this.stopService();
    await this.broker.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const MISFORTUNES: Record<string, (places: Places) => Promise<void> | void> = {
  'Backups are made': (places) => places.record(4),
  'The base’s disk is lost, and there is a backup': async (places) => {
    await places.say('hakari backup --site SITE.yaml --data DIR --to STICK/base.tar.gz.age');
    await places.work(4);
    rmSync(join(places.folder, 'data'), { recursive: true });
  },
  'The base moves to another machine': (places) => places.record(4),
  'The folder was put back from an old copy': async (places) => {
    places.keep('data');
    await places.work(4);
    places.putBack('data');
  },
  'Two copies of the base have recorded': async (places) => {
    places.keep('data');
    await places.work(4);
    places.putBack('data');
    await places.record(9);
  },
  'The base’s keys are lost': (places) => rmSync(join(places.folder, 'data', 'keys.json')),
  'The whole folder is lost, and there is no copy': (places) =>
    rmSync(join(places.folder, 'data'), { recursive: true }),
  'Headquarters is put back from a backup': async (places) => {
    await places.say('hakari headquarters backup --dir HOUSE --to STICK/house.tar.gz.age');
    await places.work(4);
    await places.stopService();
    rmSync(places.house, { recursive: true });
  },
  'Headquarters stopped a stream': (places) => {
    const link = openLinkStore(join(places.house, 'headquarters.sqlite'));
    for (const { stream } of link.listStreams()) link.stopStream(stream, 'a test said so');
    link.close();
  },
};

let places: Places;
afterEach(() => places.close());

it('each section of the page has its misfortune here, and commands', async () => {
  places = await new Places().open();
  expect([...sections.keys()]).toEqual(Object.keys(MISFORTUNES));
  for (const lines of sections.values()) expect(lines.length).toBeGreaterThan(2);
});

describe('the commands of the page', () => {
  it.each([...sections])('%s', async (title, lines) => {
    places = await new Places().open();
    await MISFORTUNES[title]?.(places);
    for (const line of lines) await places.say(line);
    await places.untilEqual();
    expect(places.lacks()).toBe(0);
    await places.stopAgent();
    expect(await called(runVerifyCommand, ['--data', places.data])).toMatchObject({ code: 0 });
    expect(await called(COMMANDS['headquarters'] as CliCommand, ['streams', '--dir', places.house])).toMatchObject({
      code: 0,
    });
  });
});
