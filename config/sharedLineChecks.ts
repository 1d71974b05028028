// Instruments that share a serial line or a socket: every address once, one protocol and one speed a line. Must not
// know any model's registers or frames.
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
  /** Modbus has one bus for all units of a line; every other driver opens its port for itself. */
  shareable: boolean;
}

/** Errors of instruments that share a port. */
export function checkSharedLines(
  instruments: NonNullable<PartialSiteInput['instruments']>,
  models: InstrumentModels,
): SettingError[] {
  const lineUses = instruments.flatMap((instrument, index) =>
    instrument === undefined ? [] : describeLineUse(instrument, models, index),
  );
  return lineUses.flatMap((lineUse, index) => {
    const earlierUses = lineUses.slice(0, index).filter((other) => other.line === lineUse.line);
    const first = earlierUses[0];
    if (first === undefined) return [];
    const path = [...lineUse.path, 'port'];
    if (first.protocol !== lineUse.protocol)
      return [
        { path, problem: `${first.name} on the same line speaks ${first.protocol}`, allowed: 'one protocol a line' },
      ];
    if (!lineUse.shareable)
      return [
        {
          path,
          problem: `${first.name} is on the same line`,
          allowed: 'a line of its own: only Modbus instruments share one',
        },
      ];
    if (first.settings !== lineUse.settings)
      return [
        {
          path,
          problem: `${first.name} on the same line is set to ${first.settings}`,
          allowed: 'the same serial settings for a line',
        },
      ];
    return checkSharedAddress(lineUse, earlierUses);
  });
}

function checkSharedAddress(lineUse: LineUse, earlierUses: readonly LineUse[]): SettingError[] {
  const sameAddress = earlierUses.find((other) => other.address === lineUse.address);
  const path = [...lineUse.path, 'address'];
  if (sameAddress !== undefined && lineUse.address !== null)
    return [
      {
        path,
        problem: `"${lineUse.address}" on this line is already ${sameAddress.name}`,
        allowed: 'an address that no other instrument on the line has',
      },
    ];
  const withoutAddress = lineUse.address === null ? lineUse : earlierUses.find((other) => other.address === null);
  if (withoutAddress === undefined) return [];
  return [
    {
      path: [...withoutAddress.path, 'address'],
      problem: `missing: ${(withoutAddress === lineUse ? earlierUses[0]?.name : lineUse.name) ?? ''} shares its line`,
      allowed: 'an address for every instrument on a shared line',
    },
  ];
}

function describeLineUse(instrument: PartialInstrumentInput, models: InstrumentModels, index: number): LineUse[] {
  const { port } = instrument;
  const model = models.get(instrument.model ?? '');
  const path = ['instruments', index];
  if (port === undefined || model === undefined) return [];
  const address =
    instrument.address ??
    (model.kind === 'modbus-scale' || model.kind === 'modbus-reader' ? String(model.unitId) : null);
  const commonFields = {
    path,
    name: instrument.id ?? `instruments[${index}]`,
    address,
    protocol: model.protocol,
    shareable: model.kind === 'modbus-scale' || model.kind === 'modbus-reader',
  };
  if (port.serial !== undefined)
    return [{ ...commonFields, line: port.serial, settings: formatSerialSettings(port, model.serial) }];
  if (port.tcp === undefined) return [];
  const host = port.tcp.replace(/:\d{1,5}$/, '').toLowerCase();
  return [{ ...commonFields, line: `${host}:${parseTcpPort(port.tcp) ?? model.tcpPort ?? ''}`, settings: '' }];
}

function formatSerialSettings(port: NonNullable<PartialInstrumentInput['port']>, model: SerialSettings | null): string {
  return `${port.baud ?? model?.baud ?? '?'} ${port.dataBits ?? model?.dataBits ?? '?'} ${port.parity ?? model?.parity ?? '?'} ${port.stopBits ?? model?.stopBits ?? '?'}`;
}
