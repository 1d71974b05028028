// A port as a technician names it on the command line: a device path, or host:port.
import type { SerialAddress, PortAddress } from '../../drivers/contract/port.ts';
import type { InstrumentModel } from '../../drivers/models/instrumentModel.ts';

/** A serial device or a TCP address, without settings. */
export type PortLocation = { serial: string } | { host: string; port: number };

/** Null: the text is neither. */
export function parsePortLocation(text: string): PortLocation | null {
  if (text.startsWith('/')) return { serial: text };
  const [, host = '', digits = ''] = /^(\[[0-9A-Fa-f:]+\]|[0-9A-Za-z.-]+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  return host === '' || port < 1 || port > 65_535 ? null : { host: host.replace(/^\[(.*)\]$/, '$1'), port };
}

/** Settings like "2400 7E1"; null: the text is none. */
export function parseSerialSettings(text: string): Omit<SerialAddress, 'kind' | 'path'> | null {
  const [, baud = '', dataBits = '', parity = '', stopBits = ''] = /^(\d{3,7}) ?([78])([NEO])([12])$/.exec(text) ?? [];
  const parities = { N: 'none', E: 'even', O: 'odd' } as const;
  if (baud === '') return null;
  return {
    baud: Number(baud),
    dataBits: dataBits === '7' ? 7 : 8,
    parity: parities[parity as keyof typeof parities],
    stopBits: stopBits === '2' ? 2 : 1,
  };
}

/** The address, or a text that tells why there is none. */
export function resolvePortAddress(
  location: PortLocation,
  { settings, model }: { settings: string | undefined; model: InstrumentModel | undefined },
): PortAddress | string {
  if (!('serial' in location)) return { kind: 'tcp', ...location };
  const serialSettings = settings === undefined ? null : parseSerialSettings(settings);
  if (settings !== undefined && serialSettings === null) return `--settings is e.g. "2400 7E1", not "${settings}"`;
  const serial = serialSettings ?? model?.serial ?? null;
  if (serial === null) return 'a serial port needs --model MODEL or --settings, e.g. "2400 7E1"';
  return { kind: 'serial', path: location.serial, ...serial };
}
