// The work of a base and its headquarters that is recorded to the last write: begun, weighed, people changed, entries sent and
// acknowledged. Says each thing when a person or the other side would see it. Called as a process:
// recordedWork.ts FOLDER begin | work FIRST LAST
import { join } from 'node:path';
import { installationPath } from '../../agent/commands/siteFileInput.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import { asOperatorId } from '../../agent/core/model/ids.ts';
import { runHeadquarters } from '../../agent/headquarters/main.ts';
import { startContext } from '../../agent/headquarters/link/messageAnswers.ts';
import { readHeadquartersKeyRing } from '../../agent/headquarters/signing/headquartersKeys.ts';
import { openLinkStore } from '../../agent/headquarters/store/sqliteLinkStore.ts';
import { openHeadquartersLink } from '../../agent/link/headquartersLink.ts';
import { formatKeyFingerprint, readHeadquartersKeys } from '../../agent/link/keyFiles.ts';
import { AT_THE_MACHINE } from '../../agent/register/registerWriter.ts';
import { createSystemClock, createSystemRandom } from '../../agent/runtime/systemClock.ts';
import { beginBase, openBaseStore, type BaseStore } from '../../agent/services/baseStore.ts';
import { loadModelFiles } from '../../config/modelFiles.ts';
import { loadSiteFile, type SiteConfig } from '../../config/siteConfig.ts';
import { directLine } from '../headquarters/directLine.ts';
import { guardOf, IMPATIENT, TOPIC, until } from '../headquarters/linkRig.ts';
import { throwDefect } from '../throwDefect.ts';

const clock = createSystemClock();
const random = createSystemRandom();
const EVERY_PERSON = 6;
const EVERY_TALK = 5;

/** The site of a folder that `writeSmallSite` filled. */
export function siteIn(folder: string): SiteConfig {
  const loaded = loadSiteFile(join(folder, 'site.yaml'), { models: loadModelFiles(installationPath('config/models')) });
  if (loaded.kind === 'faulty') throw new Error(JSON.stringify(loaded.errors));
  return loaded.site;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function desk(house: string, ...args: string[]): Promise<string[]> {
  const out: string[] = [];
  const io = { stop: new AbortController().signal, mainPath: '', out: (line: string) => void out.push(line), err: say };
  if ((await runHeadquarters([...args, '--dir', house], io)) !== 0) throw new Error(args.join(' '));
  return out;
}

async function begin(folder: string): Promise<void> {
  const house = join(folder, 'house');
  say(`house ${(await desk(house, 'keys')).join('')}`);
  const store = await beginBase({ site: siteIn(folder), software: 'x', clock, random });
  await store.close();
  say(`begun ${formatKeyFingerprint(store.keys.public)}`);
  await desk(house, 'enrol', '--keys', join(folder, 'data', 'base-keys.json'), '--topic', TOPIC);
  say('enrolled');
}

async function work(folder: string, first: number, last: number): Promise<void> {
  const store = await openBaseStore({ site: siteIn(folder), software: 'x', clock, random });
  for (let number = first; number <= last; number += 1) {
    const body = { run: `run-${number}`, software: 'x', configHash: 'c', releasedWallMs: 0 };
    store.ledger.transact(`cause-${number}`, () => ({
      entries: [{ kind: 'agent-started', body }],
      effects: [],
      result: {},
    }));
    say(`recorded cause-${number}`);
    if (number % EVERY_PERSON === 0) await putOperator(store, number);
    if (number % EVERY_TALK === 0) await talk(folder, store);
  }
  await store.close();
}

async function putOperator({ register }: BaseStore, number: number): Promise<void> {
  const operator = asOperatorId(`op-${number}`);
  const outcome = await register.putOperator(
    { operator, name: `Person ${number}`, roles: ['operator'], badge: `B${number}`, pin: '271828' },
    AT_THE_MACHINE,
  );
  if (outcome.kind === 'done') say(`operator op-${number}`);
}

async function talk(folder: string, store: BaseStore): Promise<void> {
  const house = openLinkStore(join(folder, 'house', 'headquarters.sqlite'));
  const ring = readHeadquartersKeyRing(join(folder, 'house'));
  const keys = { base: store.keys, headquarters: readHeadquartersKeys(join(folder, 'house', 'headquarters.json')) };
  const link = openHeadquartersLink({
    ledger: store.ledger,
    keys,
    settings: { ...IMPATIENT, shortConversationMs: 0 },
    clock,
    random,
    connectTransport: directLine(startContext({ link: house, keys: ring, wallMs: () => Date.now() })),
    decideOrder,
    reportDefect: throwDefect,
    guard: guardOf({ ledger: store.ledger, keys }),
    log: { info: () => undefined, warn: () => undefined },
  });
  const isDrained = (): boolean => link.view().state === 'open' && link.view().waiting === 0;
  await until(isDrained, () => link.view(), 60_000);
  // The base says this on its page, on the strength of headquarters' signed word.
  say(`acknowledged ${store.ledger.cursor().seq}`);
  await link.close();
  house.close();
}

const [folder, command, first, last] = process.argv.slice(2);
if (folder !== undefined && command === 'begin') await begin(folder);
if (folder !== undefined && command === 'work') await work(folder, Number(first), Number(last));
