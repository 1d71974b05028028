// `hakari import`: headquarters' orders from a file, where there is no network: one sealed message a line, as on MQTT.
// Goes through the running agent, or into the ledger when none runs. Seal and signature prove the sender, not the
// person who carries the file.
import { errorText } from '../../drivers/contract/errorText.ts';
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { decideOrder } from '../core/orders/acceptOrder.ts';
import {
  type ImportedMessage,
  MESSAGE_IMPORT_LIMITS,
  IMPORT_OUTCOME_TEXTS,
  type ImportOutcome,
  importMessages,
} from '../link/importedMessages.ts';
import { readHeadquartersKeys } from '../link/keyFiles.ts';
import { LedgerOpenError } from '../ledger/storageErrors.ts';
import { openBaseStore } from '../services/baseStore.ts';
import { createSystemRandom, createSystemClock } from '../runtime/systemClock.ts';
import { readSoftwareName } from '../runtime/version.ts';
import { AgentClientError, sendMessagesToAgent } from './agentHttpClient.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { readFirstLine } from './standardInput.ts';
import { userErrorMessage } from './userError.ts';
import { loadCommodities } from '../../config/commodities.ts';
import { installationPath, readSiteFileOrPrintErrors, type SiteFromFile } from './siteFileInput.ts';

const USAGE = `hakari import FILE --site FILE [--data DIR] [--json]
       hakari import FILE --site FILE --badge BADGE [--url URL] [--json]   while the agent runs (PIN on standard input)`;

type Site = SiteFromFile['site'];
interface AgentLogin {
  badge: string | undefined;
  url: string | undefined;
}

/** Exit code: 0 every message is applied, 1 one is not, 2 wrong call or input. */
export async function runImportCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const call = parseArgumentsOrPrintUsage(USAGE, io, () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { site: text, data: text, badge: text, url: text, json: { type: 'boolean' } },
    }),
  );
  if (!call) return 2;
  const { site: siteFile, data, badge, url, json = false } = call.values;
  const [file] = call.positionals;
  if (file === undefined || call.positionals.length > 1) return printUsageError(USAGE, io, 'name one file');
  if (siteFile === undefined) return printUsageError(USAGE, io, '--site is missing');
  const read = readSiteFileOrPrintErrors(siteFile, data, io);
  if (!read) return 2;
  const messages = readMessages(file);
  if ('error' in messages) return printUsageError(USAGE, io, messages.error);
  try {
    const imported = await importMessagesAtBase(messages.lines, { site: read.site, io, agent: { badge, url } });
    return imported === null ? 2 : printImportOutcomes(imported, { io, json });
  } catch (error) {
    const message = error instanceof AgentClientError ? error.message : userErrorMessage(error);
    if (message === null) throw error;
    io.err(message);
    return 2;
  }
}

function readMessages(file: string): { lines: string[] } | { error: string } {
  try {
    if (statSync(file).size > MESSAGE_IMPORT_LIMITS.bytes)
      return { error: `${file} is larger than ${MESSAGE_IMPORT_LIMITS.bytes} bytes` };
    const lines = readFileSync(file, 'latin1')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (lines.length === 0) return { error: `${file} holds no message` };
    return lines.length > MESSAGE_IMPORT_LIMITS.messages
      ? { error: `${file} holds more than ${MESSAGE_IMPORT_LIMITS.messages} messages` }
      : { lines };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { error: `${file} cannot be read (${String(error.code)})` };
  }
}

/** Null after printing what is wrong. */
async function importMessagesAtBase(
  messages: readonly string[],
  { site, io, agent }: { site: Site; io: CliIo; agent: AgentLogin },
): Promise<ImportedMessage[] | null> {
  if (site.headquarters === null) {
    io.err('The site file names no headquarters, so no message can be from it.');
    return null;
  }
  const imported =
    agent.badge === undefined ? await importIntoLedger(messages, { site, keys: site.headquarters.keys, io }) : 'in-use';
  if (imported !== 'in-use') return imported;
  if (agent.badge === undefined) {
    io.err('The agent is running: name a supervisor’s or technician’s --badge and give the PIN on standard input.');
    return null;
  }
  const pin = await readFirstLine(io.stdin);
  return sendMessagesToAgent(messages, { url: agent.url ?? agentUrl(site), badge: agent.badge, pin });
}

async function importIntoLedger(
  messages: readonly string[],
  { site, keys, io }: { site: Site; keys: string; io: CliIo },
): Promise<ImportedMessage[] | 'in-use'> {
  const headquarters = readHeadquartersKeys(keys);
  const { kinds } = loadCommodities(installationPath('config/commodities.yaml'));
  try {
    const store = await openBaseStore({
      site,
      software: readSoftwareName(),
      clock: createSystemClock(),
      random: createSystemRandom(),
    });
    try {
      return await importMessages(messages, {
        ledger: store.ledger,
        keys: { base: store.keys, headquarters },
        decideOrder: (event, book) => decideOrder({ ...event, kinds }, book),
        reportDefect: (concerned, error) => io.err(`The program itself failed on ${concerned}: ${errorText(error)}`),
      });
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof LedgerOpenError && error.code === 'ledger-in-use') return 'in-use';
    throw error;
  }
}

/** Address of this site's agent on this machine. */
function agentUrl({ http }: Site): string {
  const isAnyAddress = http.host === '0.0.0.0' || http.host === '::';
  const host = isAnyAddress ? (http.names[0] ?? '127.0.0.1') : http.host;
  return `${http.tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${http.port}`;
}

const SUCCESSFUL_OUTCOMES: readonly ImportOutcome[] = ['applied', 'repeated'];

function printImportOutcomes(
  imported: readonly ImportedMessage[],
  { io, json }: { io: CliIo; json: boolean },
): ExitCode {
  if (json) io.out(JSON.stringify({ messages: imported }));
  else
    for (const [index, { outcome, order }] of imported.entries())
      io.out(`Message ${index + 1}${order === null ? '' : `, order ${order}`}: ${IMPORT_OUTCOME_TEXTS[outcome]}`);
  return imported.every(({ outcome }) => SUCCESSFUL_OUTCOMES.includes(outcome)) ? 0 : 1;
}
