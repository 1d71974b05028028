// `hakari detect`: what instrument is on a port? Listens only and never writes a byte; tries serial settings and every
// protocol
// and says how sure it is, and why.
import { parseArgs } from 'node:util';
import { loadModels } from '../../config/model.ts';
import { portName } from '../../drivers/contract/port.ts';
import type { CandidateCodec, Candidate } from '../../drivers/detect/candidates.ts';
import { listen, settingsOf, type Heard } from '../../drivers/detect/listen.ts';
import type { Model } from '../../drivers/instrument.ts';
import { modbusRtuFrames } from '../../drivers/modbus/frames.ts';
import { openPort } from '../../drivers/ports/open.ts';
import { READER_DECODERS } from '../../drivers/rfid/registry.ts';
import { scaleCodecOf } from '../../drivers/scale/codecOf.ts';
import { SCALE_CODECS } from '../../drivers/scale/registry.ts';
import { systemClock } from '../systemClock.ts';
import { parseCall, refuseCall } from './call.ts';
import type { CommandIo, ExitCode } from './commandIo.ts';
import { placeOf } from './portCall.ts';
import { installedPath } from './siteFile.ts';

const USAGE =
  'hakari detect PORT [--seconds N] [--json]     PORT: /dev/… or host:port; N seconds in all, 72 by default';
const SECONDS = 72;
const SHOWN = 5;

/** Exit code: 0 something was recognised, 1 nothing was, 2 wrong call or the port does not open. */
export async function detect(args: string[], io: CommandIo): Promise<ExitCode> {
  const call = parseCall(USAGE, io, () =>
    parseArgs({ args, allowPositionals: true, options: { seconds: { type: 'string' }, json: { type: 'boolean' } } }),
  );
  if (!call) return 2;
  const [port, ...more] = call.positionals;
  const place = port === undefined || more.length > 0 ? null : placeOf(port);
  if (place === null) return refuseCall(USAGE, io, 'name one port');
  const seconds = Number(call.values.seconds ?? SECONDS);
  if (!(seconds > 0 && seconds <= 3_600)) return refuseCall(USAGE, io, '--seconds is a number up to 3600');
  const json = call.values.json === true;
  const models = loadModels(installedPath('config/models'));
  const heard = await listen(settingsOf(place), {
    clock: systemClock(),
    open: openPort,
    codecs: codecsOf(models),
    seconds,
    stop: io.stop,
    heard: (one) => (json ? io.out(JSON.stringify(asJson(one, models))) : io.err(progress(one))),
  });
  const trouble = heard.find((one) => one.trouble !== '');
  if (trouble !== undefined) {
    io.err(trouble.trouble);
    return 2;
  }
  const best = heard.filter(({ candidates }) => candidates.length > 0);
  if (best.length === 0) {
    io.err(nothing(heard));
    return 1;
  }
  if (!json) for (const one of best.slice(0, SHOWN)) for (const line of inWords(one, models)) io.out(line);
  return 0;
}

/** Every protocol, the declarative models, and Modbus answers where somebody else is asking. */
function codecsOf(models: ReadonlyMap<string, Model>): CandidateCodec[] {
  const described = [...models.values()].flatMap((model) => {
    const codec = model.kind === 'text-scale' && model.frame !== undefined ? scaleCodecOf(model) : null;
    return codec === null ? [] : [{ name: `model ${model.name}`, codec }];
  });
  const protocols = Object.entries({ ...SCALE_CODECS, ...READER_DECODERS }).map(([name, codec]) => ({ name, codec }));
  return [...protocols, ...described, { name: 'modbus-rtu-scale', codec: modbusRtuFrames(null) }];
}

/** What a site file could name. */
function modelsOf({ name }: Candidate, models: ReadonlyMap<string, Model>): string[] {
  return [...models.values()]
    .filter((model) => model.protocol === name || `model ${model.name}` === name)
    .map((model) => model.name);
}

function asJson({ port, bytes, candidates, trouble }: Heard, models: ReadonlyMap<string, Model>): object {
  return {
    port,
    bytes,
    trouble,
    candidates: candidates.slice(0, SHOWN).map((one) => ({ ...one, models: modelsOf(one, models) })),
  };
}

function progress({ port, bytes, candidates }: Heard): string {
  const [best] = candidates;
  return `${portName(port)}: ${bytes} bytes${best === undefined ? '' : `, ${best.name} ${best.surePercent} %`}`;
}

function inWords({ port, candidates }: Heard, models: ReadonlyMap<string, Model>): string[] {
  return candidates.slice(0, SHOWN).flatMap((one) => {
    const known = modelsOf(one, models);
    return [
      `${String(one.surePercent).padStart(3)} %  ${portName(port)}  ${one.name}${known.length === 0 ? '' : `  (models: ${known.join(', ')})`}`,
      `       ${one.why}; the last said ${one.example}`,
    ];
  });
}

function nothing(heard: readonly Heard[]): string {
  if (heard.every(({ bytes }) => bytes === 0))
    return 'Nothing was heard. The instrument may be off, its cable crossed, or it answers only when it is asked: detect never asks. Name its model in the site file and try "hakari instrument test".';
  return 'Bytes came, and no known protocol fits them. Record them with "hakari record" and describe the frames in a model file.';
}
