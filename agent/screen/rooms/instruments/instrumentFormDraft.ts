// An instrument as typed in the form, all text, and its conversion from and to the instrument's entry in the site file.
// The server validates: its errors are only assigned to fields here. Pure.
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

type ConfigRecord = Readonly<Record<string, unknown>>;

const EMPTY_RANGE: WeighingRangeDraft = { max: '', min: '', interval: '' };

/** What most scales of a base have. */
const DEFAULT_SCALE = { class: 'III', unit: 'kg', decimals: '1' } as const;

/** Of what stands in the site file; what it leaves out is empty. Of nothing: a new one. */
export function toInstrumentFormDraft(config: ConfigRecord): InstrumentFormDraft {
  const port = asRecord(config['port']);
  const scale = 'scale' in config ? asRecord(config['scale']) : null;
  const ranges = Array.isArray(scale?.['ranges'])
    ? scale['ranges'].map((range: unknown) => toRangeDraft(asRecord(range)))
    : [EMPTY_RANGE];
  return {
    id: asText(config['id']),
    model: asText(config['model']),
    wire: 'tcp' in port ? 'tcp' : 'serial',
    serial: asText(port['serial']),
    tcp: asText(port['tcp']),
    baud: asText(port['baud']),
    dataBits: asText(port['dataBits']),
    parity: asText(port['parity']),
    stopBits: asText(port['stopBits']),
    address: asText(config['address']),
    class: scale === null ? DEFAULT_SCALE.class : asText(scale['class']),
    unit: scale === null ? DEFAULT_SCALE.unit : asText(scale['unit']),
    decimals: scale === null ? DEFAULT_SCALE.decimals : asText(scale['decimals']),
    ranges,
    region: asText(config['region']),
    serialNumber: asText(config['serialNumber']),
  };
}

/**
 * What would stand in the site file. Only what this kind of instrument has; an empty field is left out, so that the
 * model's own holds.
 */
export function toInstrumentConfig(draft: InstrumentFormDraft, kind: ModelView['kind']): Record<string, unknown> {
  const port =
    draft.wire === 'tcp'
      ? omitEmpty({ tcp: draft.tcp.trim() })
      : omitEmpty({
          serial: draft.serial.trim(),
          baud: parseWholeNumber(draft.baud),
          dataBits: parseWholeNumber(draft.dataBits),
          parity: draft.parity,
          stopBits: parseWholeNumber(draft.stopBits),
        });
  const scale = omitEmpty({ class: draft.class, unit: draft.unit, decimals: parseWholeNumber(draft.decimals) });
  return {
    ...omitEmpty({ id: draft.id.trim(), model: draft.model }),
    port,
    ...omitEmpty({ address: draft.address.trim() }),
    ...(kind === 'scale'
      ? {
          scale: {
            ...scale,
            ranges: draft.ranges.map((range) =>
              omitEmpty({ max: range.max.trim(), min: range.min.trim(), interval: range.interval.trim() }),
            ),
          },
        }
      : omitEmpty({ region: draft.region.trim().toUpperCase() })),
    ...omitEmpty({ serialNumber: draft.serialNumber.trim() }),
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
  errors: readonly SiteFileError[],
  index: number,
  visibleFields: ReadonlySet<string>,
): FieldErrors {
  const byField = new Map<string, SiteFileError>();
  const unassigned: SiteFileError[] = [];
  for (const siteFileError of errors) {
    const field = findField(siteFileError.path, `instruments[${index}]`, visibleFields);
    // A field has room for one; what else is wrong with it shows when that is mended.
    if (field === null || byField.has(field)) unassigned.push(siteFileError);
    else byField.set(field, siteFileError);
  }
  return { byField, unassigned };
}

/** The field itself, or the first field of the group: an error of "port" is shown at "port.serial" or "port.tcp". */
function findField(path: string, instrumentPath: string, visibleFields: ReadonlySet<string>): string | null {
  if (!path.startsWith(`${instrumentPath}.`)) return null;
  const relativePath = path.slice(instrumentPath.length + 1);
  if (visibleFields.has(relativePath)) return relativePath;
  return (
    [...visibleFields].find((field) => field.startsWith(`${relativePath}.`) || field.startsWith(`${relativePath}[`)) ??
    null
  );
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

function toRangeDraft(range: ConfigRecord): WeighingRangeDraft {
  return { max: asText(range['max']), min: asText(range['min']), interval: asText(range['interval']) };
}

function asRecord(value: unknown): ConfigRecord {
  return typeof value === 'object' && value !== null ? (value as ConfigRecord) : {};
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What is no number stays text, so that the server says what is wrong with it. */
function parseWholeNumber(typed: string): number | string {
  const trimmed = typed.trim();
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : trimmed;
}

function omitEmpty(members: Record<string, string | number>): Record<string, string | number> {
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
