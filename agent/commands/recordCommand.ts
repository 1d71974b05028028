// `hakari record`: writes what an instrument sends, with times, into one file. Listens only and never writes a byte; an
// instrument that must be polled is recorded by the agent itself (`hakari run --record`).
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { errorText } from '../../drivers/contract/errorText.ts';
import { loadModelFiles } from '../../config/modelFiles.ts';
import { formatPortAddress } from '../../drivers/contract/port.ts';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import { recordPorts } from '../../drivers/ports/portRecorder.ts';
import { recordToFile } from '../../drivers/ports/recordingFiles.ts';
import { createSystemClock } from '../runtime/systemClock.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { resolvePortAddress, parsePortLocation } from './portArgument.ts';
import { installationPath } from './siteFileInput.ts';

const USAGE =
  'hakari record PORT FILE [--seconds N] [--model MODEL | --settings "2400 7E1"] [--json]     until N seconds are over, or Ctrl-C';
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Exit code: 0 bytes were recorded, 1 none came, 2 wrong call or the port does not open. */
export async function runRecordCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const call = parseArgumentsOrPrintUsage(USAGE, io, () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { seconds: text, model: text, settings: text, json: { type: 'boolean' } },
    }),
  );
  if (!call) return 2;
  const [port, file, ...more] = call.positionals;
  const location = port === undefined || more.length > 0 ? null : parsePortLocation(port);
  if (location === null || file === undefined) return printUsageError(USAGE, io, 'name a port and a file');
  if (existsSync(file)) return printUsageError(USAGE, io, `${file} exists already`);
  const model =
    call.values.model === undefined
      ? undefined
      : loadModelFiles(installationPath('config/models')).get(call.values.model);
  if (call.values.model !== undefined && model === undefined)
    return printUsageError(USAGE, io, `there is no model "${call.values.model}"`);
  const address = resolvePortAddress(location, { settings: call.values.settings, model });
  if (typeof address === 'string') return printUsageError(USAGE, io, address);
  const seconds = call.values.seconds === undefined ? null : Number(call.values.seconds);
  if (seconds !== null && !(seconds > 0)) return printUsageError(USAGE, io, '--seconds is a number above 0');

  const clock = createSystemClock();
  let byteCount = 0;
  let end: (reason: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (end = resolve));
  const openRecordedPort = recordPorts(openPort, {
    clock,
    sink: recordToFile(file, MAX_FILE_BYTES, (reason) => end(reason)),
  });
  try {
    const openedPort = await openRecordedPort(address, {
      onBytes: (chunk) => (byteCount += chunk.length),
      onClosed: (reason) => end(`the port closed: ${reason}`),
    });
    if (seconds !== null) clock.after(seconds * 1_000, () => end(''));
    io.stop.addEventListener('abort', () => end(''));
    const reason = await ended;
    await openedPort.close();
    if (reason !== '') io.err(reason);
  } catch (error) {
    io.err(errorText(error));
    return 2;
  }
  io.out(
    call.values.json === true
      ? JSON.stringify({ port: address, file, bytes: byteCount })
      : `${byteCount} bytes of ${formatPortAddress(address)} are in ${file}.`,
  );
  return byteCount > 0 ? 0 : 1;
}
