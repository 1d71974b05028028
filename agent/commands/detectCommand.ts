// `hakari detect`: which instrument is on a port. Listens only and never writes a byte; tries serial settings and every
// protocol, and tells how sure it is, and why.
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
const DEFAULT_SECONDS = 72;
const MAX_CANDIDATES = 5;

/** Exit code: 0 something was recognised, 1 nothing was, 2 wrong call or the port does not open. */
export async function runDetectCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const call = parseArgumentsOrPrintUsage(USAGE, io, () =>
    parseArgs({ args, allowPositionals: true, options: { seconds: { type: 'string' }, json: { type: 'boolean' } } }),
  );
  if (!call) return 2;
  const [port, ...more] = call.positionals;
  const location = port === undefined || more.length > 0 ? null : parsePortLocation(port);
  if (location === null) return printUsageError(USAGE, io, 'name one port');
  const seconds = Number(call.values.seconds ?? DEFAULT_SECONDS);
  if (!(seconds > 0 && seconds <= 3_600)) return printUsageError(USAGE, io, '--seconds is a number up to 3600');
  const json = call.values.json === true;
  const models = loadModelFiles(installationPath('config/models'));
  const detections = await detectProtocol(listPortSettings(location), {
    clock: createSystemClock(),
    openPort,
    codecs: listCandidateCodecs(models),
    totalSeconds: seconds,
    stop: io.stop,
    onPortTried: (detection) =>
      json ? io.out(JSON.stringify(detectionToJson(detection, models))) : io.err(describeProgress(detection)),
  });
  const failed = detections.find(({ error }) => error !== '');
  if (failed !== undefined) {
    io.err(failed.error);
    return 2;
  }
  const recognised = detections.filter(({ candidates }) => candidates.length > 0);
  if (recognised.length === 0) {
    io.err(describeNoDetection(detections));
    return 1;
  }
  if (!json)
    for (const detection of recognised.slice(0, MAX_CANDIDATES))
      for (const line of describeDetection(detection, models)) io.out(line);
  return 0;
}

/** Every protocol, the models that describe their own frames, and Modbus answers to another master. */
function listCandidateCodecs(models: ReadonlyMap<string, InstrumentModel>): ProtocolCodec[] {
  const modelCodecs = [...models.values()].flatMap((model) => {
    const codec = model.kind === 'text-scale' && model.frame !== undefined ? findScaleCodec(model) : null;
    return codec === null ? [] : [{ name: `model ${model.name}`, codec }];
  });
  const protocols = Object.entries({ ...SCALE_CODECS, ...READER_DECODERS }).map(([name, codec]) => ({ name, codec }));
  return [...protocols, ...modelCodecs, { name: 'modbus-rtu-scale', codec: createModbusRtuCodec(null) }];
}

/** Models that speak the protocol, as a site file names them. */
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
    candidates: candidates.slice(0, MAX_CANDIDATES).map((candidate) => ({
      ...candidate,
      models: findMatchingModels(candidate, models),
    })),
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
  return candidates.slice(0, MAX_CANDIDATES).flatMap((candidate) => {
    const modelNames = findMatchingModels(candidate, models);
    return [
      `${String(candidate.surePercent).padStart(3)} %  ${formatPortAddress(port)}  ${candidate.name}${modelNames.length === 0 ? '' : `  (models: ${modelNames.join(', ')})`}`,
      `       ${candidate.why}; the last said ${candidate.example}`,
    ];
  });
}

function describeNoDetection(detections: readonly PortDetection[]): string {
  if (detections.every(({ bytes }) => bytes === 0))
    return 'Nothing was heard. The instrument may be off, its cable crossed, or it answers only when it is asked: detect never asks. Name its model in the site file and try "hakari instrument test".';
  return 'Bytes came, and no known protocol fits them. Record them with "hakari record" and describe the frames in a model file.';
}
