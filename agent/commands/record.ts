// `hakari record`: writes down what an instrument sends, with times, into one file. Listens only and never writes a
// byte; an
// instrument that must be asked is recorded by the agent itself (`hakari run --record`).
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadModels } from '../../config/model.ts';
import { portName } from '../../drivers/contract/port.ts';
import { openPort } from '../../drivers/ports/open.ts';
import { recordPorts } from '../../drivers/ports/record.ts';
import { recordIntoFile } from '../../drivers/ports/recordingFiles.ts';
import { systemClock } from '../systemClock.ts';
import { parseCall, refuseCall } from './call.ts';
import type { CommandIo, ExitCode } from './commandIo.ts';
import { addressOf, placeOf } from './portCall.ts';
import { installedPath } from './siteFile.ts';

const USAGE =
  'hakari record PORT FILE [--seconds N] [--model MODEL | --settings "2400 7E1"] [--json]     until N seconds are over, or Ctrl-C';
const FILE_BYTES = 64 * 1024 * 1024;

/** Exit code: 0 bytes were recorded, 1 none came, 2 wrong call or the port does not open. */
export async function record(args: string[], io: CommandIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const call = parseCall(USAGE, io, () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { seconds: text, model: text, settings: text, json: { type: 'boolean' } },
    }),
  );
  if (!call) return 2;
  const [port, file, ...more] = call.positionals;
  const place = port === undefined || more.length > 0 ? null : placeOf(port);
  if (place === null || file === undefined) return refuseCall(USAGE, io, 'name a port and a file');
  if (existsSync(file)) return refuseCall(USAGE, io, `${file} exists already`);
  const model =
    call.values.model === undefined ? undefined : loadModels(installedPath('config/models')).get(call.values.model);
  if (call.values.model !== undefined && model === undefined)
    return refuseCall(USAGE, io, `there is no model "${call.values.model}"`);
  const address = addressOf(place, { settings: call.values.settings, model });
  if (typeof address === 'string') return refuseCall(USAGE, io, address);
  const seconds = call.values.seconds === undefined ? null : Number(call.values.seconds);
  if (seconds !== null && !(seconds > 0)) return refuseCall(USAGE, io, '--seconds is a number above 0');

  const clock = systemClock();
  let bytes = 0;
  let end: (reason: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (end = resolve));
  const open = recordPorts(openPort, { clock, sink: recordIntoFile(file, FILE_BYTES, (reason) => end(reason)) });
  try {
    const opened = await open(address, {
      bytes: (chunk) => (bytes += chunk.length),
      closed: (reason) => end(`the port closed: ${reason}`),
    });
    if (seconds !== null) clock.after(seconds * 1_000, () => end(''));
    io.stop.addEventListener('abort', () => end(''));
    const reason = await ended;
    await opened.close();
    if (reason !== '') io.err(reason);
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error));
    return 2;
  }
  io.out(
    call.values.json === true
      ? JSON.stringify({ port: address, file, bytes })
      : `${bytes} bytes of ${portName(address)} are in ${file}.`,
  );
  return bytes > 0 ? 0 : 1;
}
