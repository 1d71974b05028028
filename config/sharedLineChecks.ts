// Instruments that share a serial line or a socket: every address once, one protocol and one speed a line. Pure.
import type { SerialSettings } from '../drivers/models/instrumentModel.ts';
import type { SettingError, SettingPath } from './configError.ts';
import { parseTcpPort } from './instrumentChecks.ts';
import type { PartialInstrumentInput, InstrumentModels, PartialSiteInput } from './partialSite.ts';

interface LineUse {
  path: SettingPath;
  name: string;
  line: string;
  address: string | null;
  protocol: string;
  settings: string;
  /** Modbus has one owner of a line for all its slaves; every other driver opens its port for itself. */
  shareable: boolean;
}

export function checkSharedLines(
  instruments: NonNullable<PartialSiteInput['instruments']>,
  models: InstrumentModels,
): SettingError[] {
  const placed = instruments.flatMap((instrument, index) =>
    instrument === undefined ? [] : lineUseOf(instrument, models, index),
  );
  return placed.flatMap((one, index) => {
    const before = placed.slice(0, index).filter((other) => other.line === one.line);
    const first = before[0];
    if (first === undefined) return [];
    const path = [...one.path, 'port'];
    if (first.protocol !== one.protocol)
      return [
        { path, problem: `${first.name} on the same line speaks ${first.protocol}`, allowed: 'one protocol a line' },
      ];
    if (!one.shareable)
      return [
        {
          path,
          problem: `${first.name} is on the same line`,
          allowed: 'a line of its own: only Modbus instruments share one',
        },
      ];
    if (first.settings !== one.settings)
      return [
        {
          path,
          problem: `${first.name} on the same line is set to ${first.settings}`,
          allowed: 'the same serial settings for a line',
        },
      ];
    return checkSharedAddress(one, before);
  });
}

function checkSharedAddress(one: LineUse, before: readonly LineUse[]): SettingError[] {
  const same = before.find((other) => other.address === one.address);
  const path = [...one.path, 'address'];
  if (same !== undefined && one.address !== null)
    return [
      {
        path,
        problem: `"${one.address}" on this line is already ${same.name}`,
        allowed: 'an address that no other instrument on the line has',
      },
    ];
  const silent = one.address === null ? one : before.find((other) => other.address === null);
  if (silent === undefined) return [];
  return [
    {
      path: [...silent.path, 'address'],
      problem: `missing: ${(silent === one ? before[0]?.name : one.name) ?? ''} shares its line`,
      allowed: 'an address for every instrument on a shared line',
    },
  ];
}

function lineUseOf(instrument: PartialInstrumentInput, models: InstrumentModels, index: number): LineUse[] {
  const { port } = instrument;
  const model = models.get(instrument.model ?? '');
  const path = ['instruments', index];
  if (port === undefined || model === undefined) return [];
  const address =
    instrument.address ??
    (model.kind === 'modbus-scale' || model.kind === 'modbus-reader' ? String(model.unitId) : null);
  const shared = {
    path,
    name: instrument.id ?? `instruments[${index}]`,
    address,
    protocol: model.protocol,
    shareable: model.kind === 'modbus-scale' || model.kind === 'modbus-reader',
  };
  if (port.serial !== undefined)
    return [{ ...shared, line: port.serial, settings: formatSerialSettings(port, model.serial) }];
  if (port.tcp === undefined) return [];
  const host = port.tcp.replace(/:\d{1,5}$/, '').toLowerCase();
  return [{ ...shared, line: `${host}:${parseTcpPort(port.tcp) ?? model.tcpPort ?? ''}`, settings: '' }];
}

function formatSerialSettings(port: NonNullable<PartialInstrumentInput['port']>, model: SerialSettings | null): string {
  return `${port.baud ?? model?.baud ?? '?'} ${port.dataBits ?? model?.dataBits ?? '?'} ${port.parity ?? model?.parity ?? '?'} ${port.stopBits ?? model?.stopBits ?? '?'}`;
}
