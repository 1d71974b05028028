// Creates the driver that serves an instrument's configuration. Holds no state: the buses that instruments share are
// handed in. Must not know any protocol's frames.
import type { Driver, DriverContext } from '../contract/driver.ts';
import { formatPortAddress } from '../contract/port.ts';
import type { PortAddress } from '../contract/port.ts';
import type {
  InstrumentConfig,
  ModbusReaderModel,
  ModbusScaleModel,
  ReaderModel,
  TextScaleModel,
} from '../models/instrumentModel.ts';
import { ModbusBus } from '../modbus/modbusBus.ts';
import { createModbusReader } from '../modbus/modbusReader.ts';
import { createModbusScale } from '../modbus/modbusScale.ts';
import { createLlrpReader } from '../rfid/llrp/llrpReader.ts';
import { createStreamingReader } from '../rfid/streamingReader.ts';
import { LLRP_PROTOCOL, READER_CODECS, READER_PROTOCOLS } from '../rfid/readerCodecs.ts';
import { findAddressError, findScaleCodec } from '../scale/textScaleCodec.ts';
import { createPolledScale } from '../scale/polledScale.ts';
import { createStreamingScale } from '../scale/streamingScale.ts';

const JAPAN = 'JP';

/**
 * The Modbus buses of one process, one for each port address. Whoever composes the drivers makes one and hands it to
 * each `createDriver`; there is no other list of buses.
 */
export class ModbusBuses {
  readonly #buses = new Map<string, ModbusBus>();

  /** The bus of a port address, made at the first call. */
  getBus(
    address: PortAddress,
    tcpFraming: 'rtu' | 'mbap',
    { clock, openPort }: Pick<DriverContext, 'clock' | 'openPort'>,
  ): ModbusBus {
    const framing = address.kind === 'serial' ? 'rtu' : tcpFraming;
    const key = `${framing} ${formatPortAddress(address)}`;
    const bus = this.#buses.get(key) ?? new ModbusBus({ address, framing, clock, open: openPort });
    this.#buses.set(key, bus);
    return bus;
  }
}

/**
 * Every error of an instrument's configuration beyond the form of each value, worded for a report on the site file.
 * Empty: `createDriver` accepts it.
 */
export function findInstrumentErrors(instrument: InstrumentConfig): string[] {
  const { model } = instrument;
  const portErrors =
    instrument.port.kind === 'serial' && model.serial === null ? [`model ${model.name} has no serial port`] : [];
  switch (model.kind) {
    case 'text-scale':
      return [...portErrors, ...findTextScaleErrors(instrument, model), ...findScaleErrors(instrument)];
    case 'modbus-scale':
      return [...portErrors, ...findUnitIdErrors(instrument, model), ...findScaleErrors(instrument)];
    case 'reader':
      return [
        ...portErrors,
        ...(READER_PROTOCOLS.includes(model.protocol) ? [] : [`no codec for ${model.protocol}`]),
        ...findRegionErrors(instrument, model),
      ];
    case 'modbus-reader':
      return [
        ...portErrors,
        ...findUnitIdErrors(instrument, model),
        ...(model.regions.length === 0 ? [] : findRegionErrors(instrument, model)),
      ];
  }
}

function findTextScaleErrors({ address }: InstrumentConfig, model: TextScaleModel): string[] {
  if (findScaleCodec(model) === null) return [`no codec for ${model.protocol}`];
  const addressError = findAddressError(model, address);
  return addressError === null ? [] : [addressError];
}

function findScaleErrors({ scale, model }: InstrumentConfig): string[] {
  if (scale === null) return ['a scale needs its class, unit, decimals and ranges'];
  if (model.kind === 'reader' || model.kind === 'modbus-reader' || model.unit === null || model.unit === scale.unit)
    return [];
  return [`model ${model.name} weighs in ${model.unit}, the scale is configured in ${scale.unit}`];
}

function findUnitIdErrors({ address }: InstrumentConfig, model: ModbusScaleModel | ModbusReaderModel): string[] {
  const unit = address === null ? model.unitId : parseUnitId(address);
  return unit === null ? [`a Modbus address is 1 to 247, or 255 on Modbus TCP; not "${address ?? ''}"`] : [];
}

function findRegionErrors({ region }: InstrumentConfig, model: ReaderModel | ModbusReaderModel): string[] {
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

function parseUnitId(address: string): number | null {
  const unit = /^\d{1,3}$/.test(address) ? Number(address) : 0;
  return (unit >= 1 && unit <= 247) || unit === 255 ? unit : null;
}

function resolveUnitId({ address }: InstrumentConfig, model: ModbusScaleModel | ModbusReaderModel): number {
  return address === null ? model.unitId : (parseUnitId(address) ?? model.unitId);
}

/**
 * The driver of an instrument.
 *
 * @throws {Error} when `findInstrumentErrors` finds one
 */
export function createDriver(instrument: InstrumentConfig, context: DriverContext, buses: ModbusBuses): Driver {
  const [firstError] = findInstrumentErrors(instrument);
  if (firstError !== undefined) throw new Error(`instrument ${instrument.id}: ${firstError}`);
  const { model } = instrument;
  switch (model.kind) {
    case 'text-scale':
      return createTextScaleDriver(instrument, model, context);
    case 'modbus-scale': {
      const settings = {
        instrument: instrument.id,
        model,
        unit: resolveUnitId(instrument, model),
        scale: instrument.scale,
      };
      return createModbusScale(settings, buses.getBus(instrument.port, model.tcpFraming, context), context);
    }
    case 'modbus-reader': {
      const settings = { instrument: instrument.id, model, unit: resolveUnitId(instrument, model) };
      return createModbusReader(settings, buses.getBus(instrument.port, model.tcpFraming, context), context);
    }
    case 'reader':
      return createReaderDriver(instrument, model, context);
  }
}

function createTextScaleDriver(instrument: InstrumentConfig, model: TextScaleModel, context: DriverContext): Driver {
  const codec = findScaleCodec(model);
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
    ? createStreamingScale(settings, context)
    : createPolledScale({ ...settings, poll: model.poll, serialNumber: instrument.serialNumber }, context);
}

function createReaderDriver(instrument: InstrumentConfig, model: ReaderModel, context: DriverContext): Driver {
  if (model.protocol === LLRP_PROTOCOL) {
    // Two keep-alive periods without a byte are what the model calls silence.
    const settings = {
      instrument: instrument.id,
      port: instrument.port,
      keepaliveMs: Math.floor(model.silentAfterMs / 2),
      region: instrument.region ?? JAPAN,
    };
    return createLlrpReader(settings, context);
  }
  const codec = READER_CODECS[model.protocol];
  if (!codec) throw new Error(`no codec for ${model.protocol}`);
  return createStreamingReader(
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
