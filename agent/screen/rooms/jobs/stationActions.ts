// Work that is not the next step of a job: who is offered it, what it must know, and the command that comes out. Pure;
// it decides nothing, the agent judges the command.
import type { Role } from '../../../core/model/roles.ts';
import type { CommandBody } from '../../../core/model/command.ts';
import type { StateView, StationView } from '../../../core/views/stateView.ts';
import type { TextKey, Translator } from '../../shared/translator.ts';

export const STATION_ACTION_NAMES = [
  'vehicle',
  'unloaded',
  'group',
  'typed',
  'end-delivery',
  'unannounced',
  'stocktake',
  'relocate',
  'reweigh',
  'removal',
  'seal',
  'reseal',
  'reverse',
  'move-job',
  'hand-over',
] as const;
export type StationActionName = (typeof STATION_ACTION_NAMES)[number];

export interface StationActionContext {
  station: StationView;
  state: StateView;
  roles: readonly Role[];
  operator: string;
  operators: readonly { operator: string; name: string }[];
  translator: Pick<Translator, 't' | 'language'>;
}

/** `code`: scanned or typed. `kg`: decimal text. */
export interface StationActionField {
  name:
    | 'plates'
    | 'lot'
    | 'package'
    | 'pallet-kind'
    | 'pallet-kg'
    | 'kg'
    | 'reason'
    | 'scope'
    | 'area'
    | 'removal'
    | 'seal'
    | 'intact'
    | 'seal-work'
    | 'seal-before'
    | 'seal-after'
    | 'station'
    | 'person';
  kind: 'code' | 'text' | 'kg' | 'choice';
  choices?: readonly { value: string; text: string }[];
  optional?: true;
  maxCharacters?: number;
}

export interface StationAction {
  fields: readonly StationActionField[];
  /** A list of scanned packages, of at least and at most so many; null: none. */
  codes: { least: number; most: number } | null;
  toCommand: (text: Filled, codes: readonly string[]) => CommandBody;
}

type Filled = (name: StationActionField['name']) => string;

const ANYBODY: readonly Role[] = ['operator', 'supervisor'];
const SUPERVISOR: readonly Role[] = ['supervisor'];
/** More on one list nobody scans without a look at it. */
const CODES_MOST = 500;
const SEAL_LONGEST = 60;

interface Kind {
  roles: readonly Role[];
  /** Null: not now. */
  act: (at: StationActionContext) => StationAction | null;
}

export function listOfferedActions(at: StationActionContext): StationActionName[] {
  return STATION_ACTION_NAMES.filter((name) => findOfferedAction(name, at) !== null);
}

export function findOfferedAction(name: StationActionName, at: StationActionContext): StationAction | null {
  const { roles, act } = KINDS[name];
  return roles.some((role) => at.roles.includes(role)) ? act(at) : null;
}

const simple = (fields: readonly StationActionField[], body: (text: Filled) => CommandBody): StationAction => ({
  fields,
  codes: null,
  toCommand: body,
});
const choice = (
  name: StationActionField['name'],
  at: StationActionContext,
  values: readonly [string, TextKey][],
): StationActionField => ({
  name,
  kind: 'choice',
  choices: values.map(([value, key]) => ({ value, text: at.translator.t(key) })),
});
const PACKAGE: StationActionField = { name: 'package', kind: 'code', maxCharacters: 100 };
const sealField = (name: 'seal' | 'seal-before' | 'seal-after', optional: boolean): StationActionField => ({
  name,
  kind: 'text',
  maxCharacters: SEAL_LONGEST,
  ...(optional ? { optional: true } : {}),
});
const orNull = (text: string): string | null => (text === '' ? null : text);

/** A mark or tag of a lot that the page knows; anything else as it is, for the agent to judge. */
function packageNamed({ state }: StationActionContext, code: string): string {
  const bears = (one: { package: string; mark: string; epcHex: string | null }): boolean =>
    one.package === code || one.mark === code || one.epcHex === code.toUpperCase();
  const found = state.lots.flatMap(({ packages }) => packages).filter(bears);
  return found.length === 1 && found[0] ? found[0].package : code;
}

const KINDS: Record<StationActionName, Kind> = {
  vehicle: {
    roles: ANYBODY,
    act: ({ station }) =>
      isIdle(station) || isDelivery(station)
        ? simple([{ name: 'plates', kind: 'text', maxCharacters: 40 }], (text) => ({
            kind: 'vehicle-arrived',
            station: station.station,
            plates: text('plates'),
          }))
        : null,
  },
  unloaded: { roles: ANYBODY, act: unloaded },
  group: { roles: ANYBODY, act: group },
  typed: { roles: SUPERVISOR, act: typed },
  'end-delivery': {
    roles: ANYBODY,
    act: ({ station: { job } }) =>
      job?.work === 'intake' ? simple([], () => ({ kind: 'end-delivery', job: job.job })) : null,
  },
  unannounced: {
    roles: ANYBODY,
    act: ({ station }) =>
      isIdle(station) ? simple([], () => ({ kind: 'open-unannounced', station: station.station })) : null,
  },
  stocktake: { roles: SUPERVISOR, act: stocktake },
  relocate: {
    roles: ANYBODY,
    act: ({ state, translator }) => ({
      fields: [
        {
          name: 'area',
          kind: 'choice',
          choices: state.areas.map(({ area, name }) => ({ value: area, text: name[translator.language] })),
        },
      ],
      codes: { least: 1, most: CODES_MOST },
      toCommand: (text, codes) => ({ kind: 'relocate', area: text('area'), codes: [...codes] }),
    }),
  },
  reweigh: {
    roles: ANYBODY,
    act: (at) =>
      mayAnnounce(at.station)
        ? simple([PACKAGE], (text) => ({
            kind: 'announce-load',
            station: at.station.station,
            load: { kind: 'reweigh', package: packageNamed(at, text('package')) },
          }))
        : null,
  },
  removal: { roles: ANYBODY, act: removal },
  seal: {
    roles: ANYBODY,
    act: (at) =>
      simple(
        [
          PACKAGE,
          sealField('seal', false),
          choice('intact', at, [
            ['yes', 'act.intact.yes'],
            ['no', 'act.intact.no'],
          ]),
        ],
        (text) => ({
          kind: 'check-seal',
          package: packageNamed(at, text('package')),
          seal: text('seal'),
          intact: text('intact') === 'yes',
        }),
      ),
  },
  reseal: {
    roles: ANYBODY,
    act: (at) =>
      simple(
        [
          PACKAGE,
          choice('seal-work', at, [
            ['reseal', 'act.seal-work.reseal'],
            ['repack', 'act.seal-work.repack'],
          ]),
          sealField('seal-before', true),
          sealField('seal-after', false),
        ],
        (text) => ({
          kind: 'reseal',
          package: packageNamed(at, text('package')),
          reason: text('seal-work') === 'repack' ? 'repack' : 'reseal',
          sealBefore: orNull(text('seal-before')),
          sealAfter: text('seal-after'),
        }),
      ),
  },
  reverse: {
    roles: SUPERVISOR,
    act: ({ station: { load } }) =>
      load === null ? null : simple([], () => ({ kind: 'reverse-weighing', weighing: load.weighing })),
  },
  'move-job': { roles: ANYBODY, act: moveJob },
  'hand-over': { roles: ANYBODY, act: handOver },
};

const isIdle = ({ job }: StationView): boolean => job === null;
const isDelivery = ({ job }: StationView): boolean =>
  job !== null && (job.work === 'intake' || job.work === 'unannounced');
const mayAnnounce = ({ intent, load }: StationView): boolean => intent === null && load === null;

function unloaded({ station, state }: StationActionContext): StationAction | null {
  const visit = station.visit;
  if (visit === null || visit.passes === 0) return null;
  const lots = state.lots.filter(({ packages }) => packages.some((one) => one.state === 'expected'));
  return {
    fields: [
      {
        name: 'lot',
        kind: 'choice',
        choices: lots.map(({ lot, commodity, form }) => ({ value: lot, text: `${lot} · ${commodity} · ${form}` })),
      },
    ],
    codes: { least: 0, most: CODES_MOST },
    toCommand: (text, codes) => ({
      kind: 'vehicle-unloaded',
      visit: visit.visit,
      lot: text('lot'),
      codes: [...codes],
      scanned: codes.length > 0,
    }),
  };
}

function group(at: StationActionContext): StationAction | null {
  const { station } = at;
  if (station.job?.work !== 'intake' || !mayAnnounce(station)) return null;
  return {
    fields: [
      choice('pallet-kind', at, [
        ['none', 'act.pallet.none'],
        ['declared', 'act.pallet.declared'],
        ['weighed', 'act.pallet.weighed'],
      ]),
      { name: 'pallet-kg', kind: 'kg', optional: true },
    ],
    codes: { least: 2, most: 4 },
    toCommand: (text, codes) => {
      const kind = text('pallet-kind');
      const palletTareKind = kind === 'declared' || kind === 'weighed' ? kind : 'none';
      // "0" for a pallet that has a weight: the agent says what is unclear, where it could not read an empty text.
      return {
        kind: 'form-group',
        station: station.station,
        codes: [...codes],
        palletKg: palletTareKind === 'none' ? '0' : text('pallet-kg') || '0',
        palletTareKind,
      };
    },
  };
}

function typed({ station: { job }, state }: StationActionContext): StationAction | null {
  if (job?.work !== 'intake') return null;
  const lot = state.lots.find((one) => one.lot === job.lot);
  const open = lot?.packages.filter((one) => one.state === 'expected') ?? [];
  if (open.length === 0) return null;
  return simple(
    [
      { name: 'package', kind: 'choice', choices: open.map((one) => ({ value: one.package, text: one.mark })) },
      { name: 'kg', kind: 'kg' },
      { name: 'reason', kind: 'text', maxCharacters: 200 },
    ],
    (text) => ({
      kind: 'type-weight',
      job: job.job,
      package: text('package'),
      grossKg: text('kg'),
      reason: text('reason'),
    }),
  );
}

function stocktake(at: StationActionContext): StationAction | null {
  const { station, state, translator } = at;
  if (!isIdle(station)) return null;
  const areas = state.areas.map(({ area, name }) => ({ value: `area ${area}`, text: name[translator.language] }));
  const lots = state.lots.map(({ lot, commodity, form }) => ({
    value: `lot ${lot}`,
    text: `${lot} · ${commodity} · ${form}`,
  }));
  return simple(
    [
      {
        name: 'scope',
        kind: 'choice',
        choices: [{ value: 'base', text: translator.t('act.scope.base') }, ...areas, ...lots],
      },
    ],
    (text) => ({ kind: 'open-stocktake', station: station.station, scope: scopeOf(text('scope')) }),
  );
}

function scopeOf(value: string): Extract<CommandBody, { kind: 'open-stocktake' }>['scope'] {
  if (value.startsWith('area ')) return { kind: 'area-scope', area: value.slice(5) };
  return value.startsWith('lot ') ? { kind: 'lot-scope', lot: value.slice(4) } : { kind: 'base-scope' };
}

const REMOVALS = ['sample', 'spillage', 'dust', 'residue'] as const;

function removal(at: StationActionContext): StationAction | null {
  if (!mayAnnounce(at.station)) return null;
  const reasons = choice(
    'removal',
    at,
    REMOVALS.map((one) => [one, `act.removal.${one}`]),
  );
  return simple([PACKAGE, reasons, sealField('seal-before', true), sealField('seal-after', true)], (text) => ({
    kind: 'announce-load',
    station: at.station.station,
    load: {
      kind: 'removal',
      package: packageNamed(at, text('package')),
      reason: REMOVALS.find((one) => one === text('removal')) ?? 'sample',
      sealBefore: orNull(text('seal-before')),
      sealAfter: orNull(text('seal-after')),
    },
  }));
}

function moveJob({ station: { job, station: here }, state, translator }: StationActionContext): StationAction | null {
  const free = state.stations.filter((one) => one.station !== here && isIdle(one));
  if (job === null || free.length === 0) return null;
  return simple(
    [
      {
        name: 'station',
        kind: 'choice',
        choices: free.map(({ station, name }) => ({ value: station, text: name[translator.language] })),
      },
    ],
    (text) => ({ kind: 'move-job', job: job.job, station: text('station') }),
  );
}

function handOver({ station: { job }, operators }: StationActionContext): StationAction | null {
  if (job === null) return null;
  const others = operators.filter(({ operator }) => operator !== job.operator);
  return simple(
    [
      {
        name: 'person',
        kind: 'choice',
        choices: others.map(({ operator, name }) => ({ value: operator, text: name })),
      },
    ],
    (text) => ({ kind: 'hand-over-job', job: job.job, operator: text('person') }),
  );
}
