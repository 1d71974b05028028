// `hakari detect`: what instrument is on a port? Listens only and never writes a byte; tries serial settings and every
// protocol
// and says how sure it is, and why.
import { parseArgs } from 'node:util';
import { loadModelFiles } from '../../config/modelFiles.ts';
import { formatPortAddress } from '../../drivers/contract/port.ts';
import type { ProtocolCodec, ProtocolCandidate } from '../../drivers/detect/protocolCandidates.ts';
import { detectProtocol, listPortSettings, type PortDetection } from '../../drivers/detect/protocolDetection.ts';
import type { InstrumentModel } from '../../drivers/models/instrumentModel.ts';
import { createModbusRtuCodec } from '../../drivers/modbus/modbusRtuCodec.ts';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import { READER_DECODERS } from '../../drivers/rfid/readerCodecs.ts';
import { findScaleCodec } from '../../drivers/scale/textScaleCodec.ts';
import { SCALE_CODECS } from '../../drivers/scale/scaleCodecs.ts';
import { createSystemClock } from '../runtime/systemClock.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { parsePortLocation } from './portArgument.ts';
import { installationPath } from './siteFileInput.ts';

const USAGE =
  'hakari detect PORT [--seconds N] [--json]     PORT: /dev/… or host:port; N seconds in all, 72 by default';
const SECONDS = 72;
const MAX_CANDIDATES = 5;

/** Exit code: 0 something was recognised, 1 nothing was, 2 wrong call or the port does not open. */
export async function runDetectCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const call = parseArgumentsOrPrintUsage(USAGE, io, () =>
    parseArgs({ args, allowPositionals: true, options: { seconds: { type: 'string' }, json: { type: 'boolean' } } }),
  );
  if (!call) return 2;
  const [port, ...more] = call.positionals;
  const place = port === undefined || more.length > 0 ? null : parsePortLocation(port);
  if (place === null) return printUsageError(USAGE, io, 'name one port');
  const seconds = Number(call.values.seconds ?? SECONDS);
  if (!(seconds > 0 && seconds <= 3_600)) return printUsageError(USAGE, io, '--seconds is a number up to 3600');
  const json = call.values.json === true;
  const models = loadModelFiles(installationPath('config/models'));
  const heard = await detectProtocol(listPortSettings(place), {
    clock: createSystemClock(),
    openPort: openPort,
    codecs: listCandidateCodecs(models),
    totalSeconds: seconds,
    stop: io.stop,
    onPortTried: (one) => (json ? io.out(JSON.stringify(detectionToJson(one, models))) : io.err(describeProgress(one))),
  });
  const trouble = heard.find((one) => one.error !== '');
  if (trouble !== undefined) {
    io.err(trouble.error);
    return 2;
  }
  const best = heard.filter(({ candidates }) => candidates.length > 0);
  if (best.length === 0) {
    io.err(describeNoDetection(heard));
    return 1;
  }
  if (!json)
    for (const one of best.slice(0, MAX_CANDIDATES)) for (const line of describeDetection(one, models)) io.out(line);
  return 0;
}

/** Every protocol, the declarative models, and Modbus answers where somebody else is asking. */
function listCandidateCodecs(models: ReadonlyMap<string, InstrumentModel>): ProtocolCodec[] {
  const described = [...models.values()].flatMap((model) => {
    const codec = model.kind === 'text-scale' && model.frame !== undefined ? findScaleCodec(model) : null;
    return codec === null ? [] : [{ name: `model ${model.name}`, codec }];
  });
  const protocols = Object.entries({ ...SCALE_CODECS, ...READER_DECODERS }).map(([name, codec]) => ({ name, codec }));
  return [...protocols, ...described, { name: 'modbus-rtu-scale', codec: createModbusRtuCodec(null) }];
}

/** What a site file could name. */
function findMatchingModels({ name }: ProtocolCandidate, models: ReadonlyMap<string, InstrumentModel>): string[] {
  return [...models.values()]
    .filter((model) => model.protocol === name || `model ${model.name}` === name)
    .map((model) => model.name);
}

function detectionToJson(
  { port, bytes, candidates, error }: PortDetection,
  models: ReadonlyMap<string, InstrumentModel>,
): object {
  return {
    port,
    bytes,
    trouble: error,
    candidates: candidates.slice(0, MAX_CANDIDATES).map((one) => ({ ...one, models: findMatchingModels(one, models) })),
  };
}

function describeProgress({ port, bytes, candidates }: PortDetection): string {
  const [best] = candidates;
  return `${formatPortAddress(port)}: ${bytes} bytes${best === undefined ? '' : `, ${best.name} ${best.surePercent} %`}`;
}

function describeDetection(
  { port, candidates }: PortDetection,
  models: ReadonlyMap<string, InstrumentModel>,
): string[] {
  return candidates.slice(0, MAX_CANDIDATES).flatMap((one) => {
    const known = findMatchingModels(one, models);
    return [
      `${String(one.surePercent).padStart(3)} %  ${formatPortAddress(port)}  ${one.name}${known.length === 0 ? '' : `  (models: ${known.join(', ')})`}`,
      `       ${one.why}; the last said ${one.example}`,
    ];
  });
}

function describeNoDetection(heard: readonly PortDetection[]): string {
  if (heard.every(({ bytes }) => bytes === 0))
    return 'Nothing was heard. The instrument may be off, its cable crossed, or it answers only when it is asked: detect never asks. Name its model in the site file and try "hakari instrument test".';
  return 'Bytes came, and no known protocol fits them. Record them with "hakari record" and describe the frames in a model file.';
}
