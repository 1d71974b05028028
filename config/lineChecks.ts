// Instruments that share a serial line or a socket: every address once, one protocol and one speed a line. Pure.
import type { SerialSettings } from '../drivers/instrument.ts';
import type { Found } from './fault.ts';
import { tcpPortOf } from './instrumentChecks.ts';
import type { Path } from './place.ts';
import type { InstrumentDraft, Models, SiteDraft } from './siteDraft.ts';

interface OnLine {
  path: Path;
  name: string;
  line: string;
  address: string | null;
  protocol: string;
  settings: string;
  /** Modbus has one owner of a line for all its slaves; every other driver opens its port for itself. */
  shareable: boolean;
}

export function checkLines(instruments: NonNullable<SiteDraft['instruments']>, models: Models): Found[] {
  const placed = instruments.flatMap((instrument, index) =>
    instrument === undefined ? [] : onLine(instrument, models, index),
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
    return sharedAddress(one, before);
  });
}

function sharedAddress(one: OnLine, before: readonly OnLine[]): Found[] {
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

function onLine(instrument: InstrumentDraft, models: Models, index: number): OnLine[] {
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
  if (port.serial !== undefined) return [{ ...shared, line: port.serial, settings: settingsText(port, model.serial) }];
  if (port.tcp === undefined) return [];
  const host = port.tcp.replace(/:\d{1,5}$/, '').toLowerCase();
  return [{ ...shared, line: `${host}:${tcpPortOf(port.tcp) ?? model.tcpPort ?? ''}`, settings: '' }];
}

function settingsText(port: NonNullable<InstrumentDraft['port']>, model: SerialSettings | null): string {
  return `${port.baud ?? model?.baud ?? '?'} ${port.dataBits ?? model?.dataBits ?? '?'} ${port.parity ?? model?.parity ?? '?'} ${port.stopBits ?? model?.stopBits ?? '?'}`;
}
