// One instrument against its model: whether the model exists, the port has what it needs, and scale settings and radio
// region are where they belong. Must not know other instruments.
import type { InstrumentModel } from '../drivers/models/instrumentModel.ts';
import type { SettingError, SettingPath } from './configError.ts';
import type { PartialInstrumentInput, InstrumentModels } from './partialSite.ts';

const SERIAL_SETTINGS = ['baud', 'dataBits', 'parity', 'stopBits'] as const;
/** Japan: a reader that can be set to it needs no region in the site file. */
export const DEFAULT_RADIO_REGION = 'JP';

/** Errors of one instrument; `path` is where it stands in the file. */
export function checkInstrument(
  instrument: PartialInstrumentInput,
  models: InstrumentModels,
  path: SettingPath,
): SettingError[] {
  const model = models.get(instrument.model ?? '');
  const isUnknownModel = instrument.model !== undefined && model === undefined;
  return [
    ...(isUnknownModel
      ? [
          {
            path: [...path, 'model'],
            problem: `there is no model "${instrument.model ?? ''}"`,
            allowed: `one of ${[...models.keys()].sort().join(', ')}`,
          },
        ]
      : []),
    ...checkPort(instrument.port, model, [...path, 'port']),
    ...(model === undefined
      ? []
      : [...checkAddress(instrument.address, model, path), ...checkScaleOrRegion(instrument, model, path)]),
  ];
}

function checkPort(
  port: PartialInstrumentInput['port'],
  model: InstrumentModel | undefined,
  path: SettingPath,
): SettingError[] {
  if (port === undefined) return [];
  const { serial, tcp } = port;
  // `in`, not the value: an invalid value has been reported already.
  const transports = ['serial', 'tcp'].filter((name) => name in port).length;
  if (transports !== 1)
    return [
      {
        path,
        problem: transports === 0 ? 'names neither serial nor tcp' : 'names both serial and tcp',
        allowed: 'exactly one of serial and tcp',
      },
    ];
  if (tcp !== undefined) return checkTcp(port, tcp, model, path);
  if (serial === undefined || model === undefined || model.serial !== null) return [];
  return SERIAL_SETTINGS.filter((setting) => !(setting in port)).map((setting) => ({
    path: [...path, setting],
    problem: `missing: model ${model.name} has no serial settings of its own`,
    allowed: 'baud, dataBits, parity and stopBits as the device is set',
  }));
}

function checkTcp(
  port: NonNullable<PartialInstrumentInput['port']>,
  tcp: string,
  model: InstrumentModel | undefined,
  path: SettingPath,
): SettingError[] {
  const errors: SettingError[] = SERIAL_SETTINGS.filter((setting) => setting in port).map((setting) => ({
    path: [...path, setting],
    problem: 'has no meaning with tcp',
    allowed: 'serial settings with serial only; a converter keeps its own',
  }));
  const number = parseTcpPort(tcp);
  if (number === null && model !== undefined && model.tcpPort === null)
    errors.push({
      path: [...path, 'tcp'],
      problem: `"${tcp}" has no port and model ${model.name} knows none`,
      allowed: '"host:port"',
    });
  if (number !== null && (number < 1 || number > 65_535))
    errors.push({
      path: [...path, 'tcp'],
      problem: `port ${number} does not exist`,
      allowed: 'a port from 1 to 65535',
    });
  return errors;
}

/** The port named at the end; null if there is none. An IPv6 address stands in brackets. */
export function parseTcpPort(tcp: string): number | null {
  const match = /:(\d{1,5})$/.exec(tcp);
  return match?.[1] === undefined ? null : Number(match[1]);
}

function checkAddress(address: string | undefined, model: InstrumentModel, path: SettingPath): SettingError[] {
  if (address === undefined || (model.kind !== 'modbus-scale' && model.kind !== 'modbus-reader')) return [];
  if (/^[1-9]\d{0,2}$/.test(address) && Number(address) <= 247) return [];
  return [
    {
      path: [...path, 'address'],
      problem: `"${address}" is no Modbus address`,
      allowed: 'a whole number from "1" to "247"',
    },
  ];
}

function checkScaleOrRegion(
  instrument: PartialInstrumentInput,
  model: InstrumentModel,
  path: SettingPath,
): SettingError[] {
  const errors: SettingError[] = [];
  if (model.kind === 'reader' || model.kind === 'modbus-reader') {
    if ('scale' in instrument)
      errors.push({
        path: [...path, 'scale'],
        problem: `model ${model.name} is a reader`,
        allowed: 'scale with scales only',
      });
    errors.push(...checkRegion(instrument, model.regions, path));
    return errors;
  }
  if (!('scale' in instrument))
    errors.push({
      path: [...path, 'scale'],
      problem: 'missing',
      allowed: "a group of class, unit, decimals, ranges – the scale's facts by its mark",
    });
  if ('region' in instrument)
    errors.push({
      path: [...path, 'region'],
      problem: `model ${model.name} is a scale`,
      allowed: 'region with readers only',
    });
  return errors;
}

function checkRegion(
  instrument: PartialInstrumentInput,
  regions: readonly string[],
  path: SettingPath,
): SettingError[] {
  const allowed = `one of ${regions.join(', ')}`;
  if (!('region' in instrument))
    return regions.length === 0 || regions.includes(DEFAULT_RADIO_REGION)
      ? []
      : [{ path: [...path, 'region'], problem: 'missing: the reader cannot be set to Japan', allowed }];
  if (instrument.region === undefined || regions.includes(instrument.region)) return [];
  return [
    {
      path: [...path, 'region'],
      problem: `the reader cannot be set to "${instrument.region}"`,
      allowed: regions.length === 0 ? 'no region for this model' : allowed,
    },
  ];
}
