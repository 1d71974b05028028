// `hakari import`: headquarters' orders from a file, where there is no network: one sealed message a line, as on MQTT.
// Goes through
// the running agent, or straight into the ledger when none runs. The seal and the signature decide, not who carries the
// file.
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { decideOrder } from '../core/orders/accept.ts';
import {
  type Carried,
  CARRIED_LIMITS,
  CARRIED_WORDS,
  type CarriedOutcome,
  takeCarried,
} from '../headquarters/carried.ts';
import { readHeadquartersKeys } from '../headquarters/keys.ts';
import { LedgerRefusal } from '../ledger/trouble.ts';
import { RegisterInUse } from '../register/register.ts';
import { openStore } from '../store.ts';
import { systemChance, systemClock } from '../systemClock.ts';
import { softwareName } from '../version.ts';
import { AgentRefusal, sendMessages } from './agentCall.ts';
import { parseCall, refuseCall } from './call.ts';
import type { CommandIo, ExitCode } from './commandIo.ts';
import { firstLine } from './firstLine.ts';
import { mendable } from './mendable.ts';
import { readSiteFile, type ReadSite } from './siteFile.ts';

const USAGE = `hakari import FILE --site FILE [--data DIR] [--json]
       hakari import FILE --site FILE --badge BADGE [--url URL] [--json]   while the agent runs (PIN on standard input)`;

type Site = ReadSite['site'];
interface Agent {
  badge: string | undefined;
  url: string | undefined;
}

export async function importOrders(args: string[], io: CommandIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const call = parseCall(USAGE, io, () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { site: text, data: text, badge: text, url: text, json: { type: 'boolean' } },
    }),
  );
  if (!call) return 2;
  const { site: siteFile, data, badge, url, json = false } = call.values;
  const [file] = call.positionals;
  if (file === undefined || call.positionals.length > 1) return refuseCall(USAGE, io, 'name one file');
  if (siteFile === undefined) return refuseCall(USAGE, io, '--site is missing');
  const read = readSiteFile(siteFile, data, io);
  if (!read) return 2;
  const messages = readMessages(file);
  if ('fault' in messages) return refuseCall(USAGE, io, messages.fault);
  try {
    const taken = await take(messages.lines, { site: read.site, io, agent: { badge, url } });
    return taken === null ? 2 : told(taken, { io, json });
  } catch (error) {
    const words = error instanceof AgentRefusal ? error.message : mendable(error);
    if (words === null) throw error;
    io.err(words);
    return 2;
  }
}

function readMessages(file: string): { lines: string[] } | { fault: string } {
  try {
    if (statSync(file).size > CARRIED_LIMITS.bytes)
      return { fault: `${file} is larger than ${CARRIED_LIMITS.bytes} bytes` };
    const lines = readFileSync(file, 'latin1')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (lines.length === 0) return { fault: `${file} holds no message` };
    return lines.length > CARRIED_LIMITS.messages
      ? { fault: `${file} holds more than ${CARRIED_LIMITS.messages} messages` }
      : { lines };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { fault: `${file} cannot be read (${String(error.code)})` };
  }
}

/** Null after the person was told what is wrong. */
async function take(
  messages: readonly string[],
  { site, io, agent }: { site: Site; io: CommandIo; agent: Agent },
): Promise<Carried[] | null> {
  if (site.headquarters === null) {
    io.err('The site file names no headquarters, so no message can be from it.');
    return null;
  }
  const alone =
    agent.badge === undefined ? await intoLedger(messages, { site, keys: site.headquarters.keys }) : 'in-use';
  if (alone !== 'in-use') return alone;
  if (agent.badge === undefined) {
    io.err('The agent is running: name a supervisor’s or technician’s --badge and give the PIN on standard input.');
    return null;
  }
  const pin = await firstLine(io.stdin);
  return sendMessages(messages, { url: agent.url ?? urlOf(site), badge: agent.badge, pin });
}

async function intoLedger(
  messages: readonly string[],
  { site, keys }: { site: Site; keys: string },
): Promise<Carried[] | 'in-use'> {
  const headquarters = readHeadquartersKeys(keys);
  try {
    const store = await openStore({ site, software: softwareName(), clock: systemClock(), chance: systemChance() });
    try {
      return await takeCarried(messages, {
        ledger: store.ledger,
        keys: { base: store.keys, headquarters },
        decideOrder,
      });
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof RegisterInUse || (error instanceof LedgerRefusal && error.code === 'ledger-in-use'))
      return 'in-use';
    throw error;
  }
}

/** Where the agent of this site file listens, seen from this machine. */
function urlOf({ http }: Site): string {
  const everywhere = http.host === '0.0.0.0' || http.host === '::';
  const host = everywhere ? (http.names[0] ?? '127.0.0.1') : http.host;
  return `${http.tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${http.port}`;
}

const GOOD: readonly CarriedOutcome[] = ['applied', 'repeated'];

function told(taken: readonly Carried[], { io, json }: { io: CommandIo; json: boolean }): ExitCode {
  if (json) io.out(JSON.stringify({ messages: taken }));
  else
    for (const [index, { outcome, order }] of taken.entries())
      io.out(`Message ${index + 1}${order === null ? '' : `, order ${order}`}: ${CARRIED_WORDS[outcome]}`);
  return taken.every(({ outcome }) => GOOD.includes(outcome)) ? 0 : 1;
}
