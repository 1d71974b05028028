// The composition root of the drivers: an instrument's configuration becomes the driver that serves it. Holds nothing;
// the lines that instruments share are handed in.
import type { Driver, DriverContext } from './contract/driver.ts';
import { portName } from './contract/port.ts';
import type { PortAddress } from './contract/port.ts';
import type {
  InstrumentConfig,
  ModbusReaderModel,
  ModbusScaleModel,
  ReaderModel,
  TextScaleModel,
} from './instrument.ts';
import { Bus } from './modbus/bus.ts';
import { modbusReader } from './modbus/reader.ts';
import { modbusScale } from './modbus/scale.ts';
import { llrpReader } from './rfid/llrp/session.ts';
import { streamingReader } from './rfid/reader.ts';
import { LLRP, READER_CODECS, READER_PROTOCOLS } from './rfid/registry.ts';
import { addressProblem, scaleCodecOf } from './scale/codecOf.ts';
import { polledScale } from './scale/poll.ts';
import { streamingScale } from './scale/stream.ts';

const JAPAN = 'JP';

/**
 * The Modbus lines of one process, one bus for each port address. Whoever composes the drivers makes one and hands it
 * to each makeDriver; there is no other list of buses.
 */
export class Lines {
  readonly #buses = new Map<string, Bus>();

  bus(address: PortAddress, tcpFraming: 'rtu' | 'mbap', { clock, open }: Pick<DriverContext, 'clock' | 'open'>): Bus {
    const framing = address.kind === 'serial' ? 'rtu' : tcpFraming;
    const name = `${framing} ${portName(address)}`;
    const bus = this.#buses.get(name) ?? new Bus({ address, framing, clock, open });
    this.#buses.set(name, bus);
    return bus;
  }
}

/**
 * What is wrong with an instrument as it is configured, beyond the form of each value; every fault at once, in words
 * that belong in a report about the site file. Empty: makeDriver will take it.
 */
export function instrumentProblems(instrument: InstrumentConfig): string[] {
  const { model } = instrument;
  const noPort =
    instrument.port.kind === 'serial' && model.serial === null ? [`model ${model.name} has no serial port`] : [];
  switch (model.kind) {
    case 'text-scale':
      return [...noPort, ...textScaleProblems(instrument, model), ...scaleProblems(instrument)];
    case 'modbus-scale':
      return [...noPort, ...modbusProblems(instrument, model), ...scaleProblems(instrument)];
    case 'reader':
      return [
        ...noPort,
        ...(READER_PROTOCOLS.includes(model.protocol) ? [] : [`no codec for ${model.protocol}`]),
        ...regionProblems(instrument, model),
      ];
    case 'modbus-reader':
      return [
        ...noPort,
        ...modbusProblems(instrument, model),
        ...(model.regions.length === 0 ? [] : regionProblems(instrument, model)),
      ];
  }
}

function textScaleProblems({ address }: InstrumentConfig, model: TextScaleModel): string[] {
  if (scaleCodecOf(model) === null) return [`no codec for ${model.protocol}`];
  const problem = addressProblem(model, address);
  return problem === null ? [] : [problem];
}

function scaleProblems({ scale, model }: InstrumentConfig): string[] {
  if (scale === null) return ['a scale needs its class, unit, decimals and ranges'];
  if (model.kind === 'reader' || model.kind === 'modbus-reader' || model.unit === null || model.unit === scale.unit)
    return [];
  return [`model ${model.name} weighs in ${model.unit}, the scale is configured in ${scale.unit}`];
}

function modbusProblems({ address }: InstrumentConfig, model: ModbusScaleModel | ModbusReaderModel): string[] {
  const unit = address === null ? model.unitId : unitOf(address);
  return unit === null ? [`a Modbus address is 1 to 247, or 255 on Modbus TCP; not "${address ?? ''}"`] : [];
}

function regionProblems({ region }: InstrumentConfig, model: ReaderModel | ModbusReaderModel): string[] {
  const allowed = model.regions.join(', ');
  if (region === null) {
    return model.regions.includes(JAPAN)
      ? []
      : [
          `module ${model.name} has no Japanese radio region: name the region it may use under "region" (${allowed}), if its use is legal at this site`,
        ];
  }
  return model.regions.includes(region) ? [] : [`module ${model.name} has no region ${region}; it has ${allowed}`];
}

function unitOf(address: string): number | null {
  const unit = /^\d{1,3}$/.test(address) ? Number(address) : 0;
  return (unit >= 1 && unit <= 247) || unit === 255 ? unit : null;
}

function modbusUnit({ address }: InstrumentConfig, model: ModbusScaleModel | ModbusReaderModel): number {
  return address === null ? model.unitId : (unitOf(address) ?? model.unitId);
}

/** Throws if instrumentProblems finds any: configuration is checked before anything is made. */
export function makeDriver(instrument: InstrumentConfig, context: DriverContext, lines: Lines): Driver {
  const [problem] = instrumentProblems(instrument);
  if (problem !== undefined) throw new Error(`instrument ${instrument.id}: ${problem}`);
  const { model } = instrument;
  switch (model.kind) {
    case 'text-scale':
      return textScale(instrument, model, context);
    case 'modbus-scale': {
      const settings = {
        instrument: instrument.id,
        model,
        unit: modbusUnit(instrument, model),
        scale: instrument.scale,
      };
      return modbusScale(settings, lines.bus(instrument.port, model.tcpFraming, context), context);
    }
    case 'modbus-reader': {
      const settings = { instrument: instrument.id, model, unit: modbusUnit(instrument, model) };
      return modbusReader(settings, lines.bus(instrument.port, model.tcpFraming, context), context);
    }
    case 'reader':
      return reader(instrument, model, context);
  }
}

function textScale(instrument: InstrumentConfig, model: TextScaleModel, context: DriverContext): Driver {
  const codec = scaleCodecOf(model);
  if (!codec) throw new Error(`no codec for ${model.protocol}`);
  const settings = {
    instrument: instrument.id,
    port: instrument.port,
    codec,
    silentAfterMs: model.silentAfterMs,
    address: instrument.address,
    rules: { unit: model.unit, unmarked: model.unmarked, settings: instrument.scale },
  };
  return model.poll === null
    ? streamingScale(settings, context)
    : polledScale({ ...settings, poll: model.poll, serialNumber: instrument.serialNumber }, context);
}

function reader(instrument: InstrumentConfig, model: ReaderModel, context: DriverContext): Driver {
  if (model.protocol === LLRP) {
    // Two keep-alive periods without a byte are what the model calls silence.
    const settings = {
      instrument: instrument.id,
      port: instrument.port,
      keepaliveMs: Math.floor(model.silentAfterMs / 2),
      region: instrument.region ?? JAPAN,
    };
    return llrpReader(settings, context);
  }
  const codec = READER_CODECS[model.protocol];
  if (!codec) throw new Error(`no codec for ${model.protocol}`);
  return streamingReader(
    {
      instrument: instrument.id,
      port: instrument.port,
      codec,
      silentAfterMs: model.silentAfterMs,
      region: instrument.region ?? JAPAN,
    },
    context,
  );
}
