// An instrument as the form holds it – everything text, as typed – and the way from and to its entry of the site file.
// What is right is the server's word: it answers with faults, and here is only found beside which field each belongs.
// Pure.
import type { ModelView } from '../../../core/views/lookupViews.ts';
import type { SiteFileError } from '../../shared/requestResult.ts';

export const SERIAL_SETTINGS = ['baud', 'dataBits', 'parity', 'stopBits'] as const;
export const MAX_WEIGHING_RANGES = 5;

export interface WeighingRangeDraft {
  max: string;
  min: string;
  interval: string;
}

export interface InstrumentFormDraft {
  id: string;
  model: string;
  wire: 'serial' | 'tcp';
  serial: string;
  tcp: string;
  baud: string;
  dataBits: string;
  parity: string;
  stopBits: string;
  address: string;
  class: string;
  unit: string;
  decimals: string;
  ranges: WeighingRangeDraft[];
  region: string;
  serialNumber: string;
}

type Entry = Readonly<Record<string, unknown>>;

const EMPTY_RANGE: WeighingRangeDraft = { max: '', min: '', interval: '' };

/** What most scales of a base have. */
const USUAL = { class: 'III', unit: 'kg', decimals: '1' } as const;

/** Of what stands in the site file; what it leaves out is empty. Of nothing: a new one. */
export function toInstrumentFormDraft(entry: Entry): InstrumentFormDraft {
  const port = group(entry['port']);
  const scale = 'scale' in entry ? group(entry['scale']) : null;
  const ranges = Array.isArray(scale?.['ranges'])
    ? scale['ranges'].map((one: unknown) => rangeOf(group(one)))
    : [EMPTY_RANGE];
  return {
    id: text(entry['id']),
    model: text(entry['model']),
    wire: 'tcp' in port ? 'tcp' : 'serial',
    serial: text(port['serial']),
    tcp: text(port['tcp']),
    baud: text(port['baud']),
    dataBits: text(port['dataBits']),
    parity: text(port['parity']),
    stopBits: text(port['stopBits']),
    address: text(entry['address']),
    class: scale === null ? USUAL.class : text(scale['class']),
    unit: scale === null ? USUAL.unit : text(scale['unit']),
    decimals: scale === null ? USUAL.decimals : text(scale['decimals']),
    ranges,
    region: text(entry['region']),
    serialNumber: text(entry['serialNumber']),
  };
}

/**
 * What would stand in the site file. Only what this kind of instrument has; an empty field is left out, so that the
 * model's own holds.
 */
export function toInstrumentConfig(draft: InstrumentFormDraft, kind: ModelView['kind']): Record<string, unknown> {
  const port =
    draft.wire === 'tcp'
      ? given({ tcp: draft.tcp.trim() })
      : given({
          serial: draft.serial.trim(),
          baud: number(draft.baud),
          dataBits: number(draft.dataBits),
          parity: draft.parity,
          stopBits: number(draft.stopBits),
        });
  const scale = given({ class: draft.class, unit: draft.unit, decimals: number(draft.decimals) });
  return {
    ...given({ id: draft.id.trim(), model: draft.model }),
    port,
    ...given({ address: draft.address.trim() }),
    ...(kind === 'scale'
      ? {
          scale: {
            ...scale,
            ranges: draft.ranges.map((range) =>
              given({ max: range.max.trim(), min: range.min.trim(), interval: range.interval.trim() }),
            ),
          },
        }
      : given({ region: draft.region.trim().toUpperCase() })),
    ...given({ serialNumber: draft.serialNumber.trim() }),
  };
}

export interface FieldErrors {
  /** By the field's path within the instrument: "port.baud", "scale.ranges[0].max". */
  byField: ReadonlyMap<string, SiteFileError>;
  /** What belongs to no field that is shown: another instrument on the same line, a station that needs this one. */
  unassigned: SiteFileError[];
}

/** `index`: where this instrument stands in the site file. `shown`: paths of the fields on the screen. */
export function assignErrorsToFields(
  faults: readonly SiteFileError[],
  index: number,
  shown: ReadonlySet<string>,
): FieldErrors {
  const at = new Map<string, SiteFileError>();
  const elsewhere: SiteFileError[] = [];
  for (const fault of faults) {
    const field = fieldOf(fault.path, `instruments[${index}]`, shown);
    // A field has room for one; what else is wrong with it shows when that is mended.
    if (field === null || at.has(field)) elsewhere.push(fault);
    else at.set(field, fault);
  }
  return { byField: at, unassigned: elsewhere };
}

/** The field itself, or the nearest group around it that has a field: "port" is told at the port's own. */
function fieldOf(path: string, own: string, shown: ReadonlySet<string>): string | null {
  if (!path.startsWith(`${own}.`)) return null;
  const rest = path.slice(own.length + 1);
  if (shown.has(rest)) return rest;
  return [...shown].find((field) => field.startsWith(`${rest}.`) || field.startsWith(`${rest}[`)) ?? null;
}

/** Paths of the fields that the form shows for this draft. */
export function visibleFieldPaths(draft: InstrumentFormDraft, kind: ModelView['kind'] | null): ReadonlySet<string> {
  const port =
    draft.wire === 'tcp' ? ['port.tcp'] : ['port.serial', ...SERIAL_SETTINGS.map((setting) => `port.${setting}`)];
  const ranges = draft.ranges.flatMap((_range, index) =>
    ['max', 'min', 'interval'].map((part) => `scale.ranges[${index}].${part}`),
  );
  const scale = kind === 'scale' ? ['scale.class', 'scale.unit', 'scale.decimals', ...ranges] : [];
  return new Set([
    'model',
    'id',
    ...port,
    'address',
    ...scale,
    ...(kind === 'reader' ? ['region'] : []),
    'serialNumber',
  ]);
}

function rangeOf(range: Entry): WeighingRangeDraft {
  return { max: text(range['max']), min: text(range['min']), interval: text(range['interval']) };
}

function group(value: unknown): Entry {
  return typeof value === 'object' && value !== null ? (value as Entry) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What is no number stays text, so that the server says what is wrong with it. */
function number(typed: string): number | string {
  const trimmed = typed.trim();
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : trimmed;
}

function given(members: Record<string, string | number>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== ''));
}

export interface InstrumentFormState {
  draft: InstrumentFormDraft;
  update: (part: Partial<InstrumentFormDraft>) => void;
  /** An element's id: several forms may be open. */
  elementId: (field: string) => string;
  errorByField: FieldErrors['byField'];
  /** Null: not chosen yet. */
  model: ModelView | null;
}
