// Other work at a station is offered to somebody who may not do it, or its form, filled in as it asks, makes a command
// that the agent does not even read.
import { asScanned } from '../core/staff.ts';
import { describe, expect, test } from 'vitest';
import type { Role } from '../../agent/core/model/roles.ts';
import { type CommandBody, COMMANDS, commandSchema } from '../../agent/core/model/command.ts';
import type { StationView } from '../../agent/core/views/stateView.ts';
import {
  STATION_ACTION_NAMES,
  findOfferedAction,
  listOfferedActions,
  type StationActionName,
} from '../../agent/screen/rooms/jobs/stationActions.ts';
import type { StationAction, StationActionField } from '../../agent/screen/rooms/jobs/stationActionFields.ts';
import { EPC, act, at, state } from './actionPlay.ts';
import { createTranslator } from '../../agent/screen/shared/translator.ts';
import { en } from '../../agent/screen/texts/en.ts';
import { ja } from '../../agent/screen/texts/ja.ts';
import { jobOf, loadOf, stationOf, visitOf } from './stationPlay.ts';

const ROLES: readonly Role[] = ['operator', 'supervisor', 'technician', 'auditor'];

/** As a person types it; of a choice the test takes each. The compiler asks for every field. */
const TYPED: Record<StationActionField['name'], string> = {
  plates: '多摩 500 あ 12-34',
  lot: '',
  package: 'NK-3',
  'pallet-kind': '',
  'pallet-kg': '21.5',
  kg: '268.4',
  reason: 'Scale 1 is broken; read at the crane',
  scope: '',
  area: '',
  removal: '',
  seal: 'S 0042',
  intact: '',
  'removed-kg': '0.42',
  taker: '',
  'most-kg': '4.2',
  'step-kg': '0.001',
  'seal-work': '',
  'seal-before': 'S 0041',
  'seal-after': 'S 0042',
  station: '',
};

const valuesOf = (field: StationActionField): string[] => [
  ...(field.choices?.map(({ value }) => value) ?? [TYPED[field.name]]),
  ...(field.optional === true ? [''] : []),
];

/** Every way to fill the form. */
function filled(fields: readonly StationActionField[]): Partial<Record<StationActionField['name'], string>>[] {
  return fields.reduce<Partial<Record<StationActionField['name'], string>>[]>(
    (ways, field) => ways.flatMap((way) => valuesOf(field).map((value) => ({ ...way, [field.name]: value }))),
    [{}],
  );
}

function bodies({ fields, codes, toCommand }: StationAction): CommandBody[] {
  const lists =
    codes === null
      ? [[]]
      : [...new Set([codes.min, codes.max])].map((length) => Array.from({ length }, (_, index) => `NK-${index}`));
  return filled(fields).flatMap((way) => lists.map((list) => toCommand((name) => way[name] ?? '', asScanned(list))));
}

const SITUATIONS: Record<string, Partial<StationView>> = {
  idle: {},
  'idle, a load': { load: loadOf() },
  'idle, a load announced': { intent: { kind: 'reweigh', package: 'P-1' } },
  'idle, a vehicle not weighed': { visit: visitOf({ passes: 0 }) },
  'idle, a vehicle weighed full': { visit: visitOf() },
  intake: { job: jobOf('intake') },
  'intake, a load': { job: jobOf('intake'), load: loadOf() },
  'intake, a pallet announced': { job: jobOf('intake'), intent: { kind: 'group', package: null } },
  'intake, all of its lot weighed': { job: jobOf('intake', { lot: 'ORE-7' }) },
  unannounced: { job: jobOf('unannounced') },
  release: { job: jobOf('release') },
  stocktake: { job: jobOf('stocktake') },
};

describe('who is offered what', () => {
  const ALWAYS: StationActionName[] = ['relocate', 'typed-removal', 'allow-removal', 'seal', 'reseal'];
  const EMPTY: StationActionName[] = ['reweigh', 'removal'];
  const JOB: StationActionName[] = ['move-job', 'take-over'];
  const IDLE: StationActionName[] = ['vehicle', 'unannounced'];
  const DELIVERY: StationActionName[] = ['vehicle', 'end-delivery'];
  /** What an operator is offered, and what a supervisor is besides. */
  const OFFERED: Record<keyof typeof SITUATIONS, [StationActionName[], StationActionName[]]> = {
    idle: [[...IDLE, ...EMPTY], ['stocktake']],
    'idle, a load': [[...IDLE, 'reverse'], ['stocktake']],
    'idle, a load announced': [IDLE, ['stocktake']],
    'idle, a vehicle not weighed': [[...IDLE, ...EMPTY], ['stocktake']],
    'idle, a vehicle weighed full': [['unloaded', ...IDLE, ...EMPTY], ['stocktake']],
    intake: [['group', ...DELIVERY, ...EMPTY, ...JOB], ['typed']],
    'intake, a load': [[...DELIVERY, ...JOB, 'reverse'], ['typed']],
    'intake, a pallet announced': [[...DELIVERY, ...JOB], ['typed']],
    'intake, all of its lot weighed': [['group', ...DELIVERY, ...EMPTY, ...JOB], []],
    unannounced: [['vehicle', ...EMPTY, ...JOB], []],
    release: [[...EMPTY, ...JOB], []],
    stocktake: [[...EMPTY, ...JOB], []],
  };
  test('a vehicle, only where there is a weighbridge', () => {
    const offered = (weighbridge: boolean): string[] =>
      listOfferedActions(at({ weighbridge }, { roles: ['operator'] }));
    expect([offered(true).includes('vehicle'), offered(false).includes('vehicle')]).toEqual([true, false]);
  });

  test.each(Object.entries(SITUATIONS))('%s', (situation, station) => {
    const [operators = [], besides = []] = OFFERED[situation] ?? [];
    const offered = (...roles: Role[]): StationActionName[] => listOfferedActions(at(station, { roles }));
    const sorted = (names: StationActionName[]): StationActionName[] =>
      STATION_ACTION_NAMES.filter((name) => names.includes(name));
    expect(offered('operator')).toEqual(sorted([...ALWAYS, ...operators]));
    expect(offered('supervisor')).toEqual(sorted([...ALWAYS, ...operators, ...besides]));
    expect(offered('operator', 'auditor')).toEqual(offered('operator'));
    expect([offered('technician'), offered('auditor'), offered()]).toEqual([[], [], []]);
  });

  test('a job is moved only to a station that is free, and never to where it is', () => {
    const stations = [stationOf({ job: jobOf('intake') }), stationOf({ station: 'dock-3', job: jobOf('release') })];
    expect(findOfferedAction('move-job', at({ job: jobOf('intake') }, { state: { ...state, stations } }))).toBeNull();
    expect(act('move-job', at({ job: jobOf('intake') })).fields[0]?.choices).toEqual([
      { value: 'dock-2', text: 'Dock 1' },
    ]);
  });

  test('a job is taken over by whoever is signed in, unless he works it', () => {
    const job = jobOf('intake', { operator: 'aiko' });
    expect(act('take-over', at({ job })).fields).toEqual([]);
    expect(findOfferedAction('take-over', at({ job }, { operator: 'aiko' }))).toBeNull();
  });

  test('only what is still expected can be typed or come off a vehicle', () => {
    expect(act('typed', at({ job: jobOf('intake') })).fields[0]?.choices).toEqual([{ value: 'P-1', text: 'NK-1' }]);
    expect(act('unloaded', at({ visit: visitOf() })).fields[0]?.choices?.map(({ value }) => value)).toEqual(['LOT-1']);
  });
});

test.each(STATION_ACTION_NAMES)(
  '%s: however it is filled in, the agent reads it, and from everybody who is offered it',
  (name) => {
    const seen = Object.values(SITUATIONS).flatMap((station) => {
      const offeredTo = ROLES.filter((role) => listOfferedActions(at(station, { roles: [role] })).includes(name));
      return offeredTo.flatMap((role) =>
        bodies(act(name, at(station, { roles: [role] }))).map((body) => ({ role, body })),
      );
    });
    expect(seen.length).toBeGreaterThan(0);
    for (const { role, body } of seen) {
      const command = { ...body, id: 'cmd-00000001' };
      const read = commandSchema.safeParse(command);
      expect(read.error?.issues ?? []).toEqual([]);
      expect(read.data).toEqual(command);
      expect(COMMANDS[body.kind].roles).toContain(role);
    }
  },
);

describe('what comes out', () => {
  const idle = at({});
  const working = at({ job: jobOf('intake'), visit: visitOf() });
  const fill = (
    name: StationActionName,
    text: Partial<Record<StationActionField['name'], string>>,
    codes: string[] = [],
    now = idle,
  ): CommandBody => act(name, now).toCommand((field) => text[field] ?? '', asScanned(codes));
  const announces = (load: Extract<CommandBody, { kind: 'announce-load' }>['load']): CommandBody => ({
    kind: 'announce-load',
    station: 'dock-1',
    load,
  });

  const pallet = (palletKg: string, palletTareKind: 'weighed' | 'declared' | 'none'): CommandBody => ({
    kind: 'form-group',
    station: 'dock-1',
    codes: asScanned(['NK-1', 'NK-2']),
    palletKg,
    palletTareKind,
  });
  const rows: [string, CommandBody, CommandBody][] = [
    ['a package by its mark', fill('reweigh', { package: 'NK-3' }), announces({ kind: 'reweigh', package: 'P-3' })],
    [
      'a package by its tag, in small letters',
      fill('reweigh', { package: EPC.toLowerCase() }),
      announces({ kind: 'reweigh', package: 'P-1' }),
    ],
    [
      'a mark of two packages is left to the agent',
      fill('reweigh', { package: 'NK-2' }),
      announces({ kind: 'reweigh', package: 'NK-2' }),
    ],
    ['an unknown mark, too', fill('reweigh', { package: 'NK-9' }), announces({ kind: 'reweigh', package: 'NK-9' })],
    [
      'what was taken out',
      fill('removal', { package: 'NK-3', removal: 'dust', 'seal-after': 'S2' }),
      announces({ kind: 'removal', package: 'P-3', reason: 'dust', sealBefore: null, sealAfter: 'S2' }),
    ],
    [
      'what was taken out, off a balance',
      fill('typed-removal', {
        package: 'NK-3',
        removal: 'residue',
        'removed-kg': '0.42',
        'step-kg': '0.001',
        reason: 'lab',
      }),
      {
        kind: 'type-removal',
        station: 'dock-1',
        package: 'P-3',
        reason: 'residue',
        massKg: '0.42',
        stepKg: '0.001',
        note: 'lab',
        sealBefore: null,
        sealAfter: null,
      },
    ],
    [
      'that more may be taken out',
      fill('allow-removal', { package: 'NK-3', taker: 'aiko', 'most-kg': '4.2' }),
      { kind: 'allow-removal', package: 'P-3', taker: 'aiko', mostKg: '4.2' },
    ],
    [
      'a whole seal',
      fill('seal', { package: 'NK-3', seal: 'S1', intact: 'yes' }),
      { kind: 'check-seal', package: 'P-3', seal: 'S1', intact: true },
    ],
    [
      'a broken seal',
      fill('seal', { package: 'NK-3', seal: 'S1', intact: 'no' }),
      { kind: 'check-seal', package: 'P-3', seal: 'S1', intact: false },
    ],
    [
      'sealed again',
      fill('reseal', { package: 'NK-3', 'seal-work': 'reseal', 'seal-after': 'S2' }),
      { kind: 'reseal', package: 'P-3', reason: 'reseal', sealBefore: null, sealAfter: 'S2' },
    ],
    [
      'repacked',
      fill('reseal', { package: 'NK-3', 'seal-work': 'repack', 'seal-before': 'S1', 'seal-after': 'S2' }),
      { kind: 'reseal', package: 'P-3', reason: 'repack', sealBefore: 'S1', sealAfter: 'S2' },
    ],
    [
      'the whole base',
      fill('stocktake', { scope: 'base' }),
      { kind: 'open-stocktake', station: 'dock-1', scope: { kind: 'base-scope' } },
    ],
    [
      'one area',
      fill('stocktake', { scope: 'area hall-1' }),
      { kind: 'open-stocktake', station: 'dock-1', scope: { kind: 'area-scope', area: 'hall-1' } },
    ],
    [
      'one lot, with a blank in its name',
      fill('stocktake', { scope: 'lot ORE-7' }),
      { kind: 'open-stocktake', station: 'dock-1', scope: { kind: 'lot-scope', lot: 'ORE-7' } },
    ],
    [
      'no pallet: what was typed before counts for nothing',
      fill('group', { 'pallet-kind': 'none', 'pallet-kg': '21.5' }, ['NK-1', 'NK-2'], working),
      pallet('0', 'none'),
    ],
    [
      'a pallet with its weight',
      fill('group', { 'pallet-kind': 'weighed', 'pallet-kg': '21.5' }, ['NK-1', 'NK-2'], working),
      pallet('21.5', 'weighed'),
    ],
    [
      'a pallet without its weight: the agent says what is unclear',
      fill('group', { 'pallet-kind': 'declared' }, ['NK-1', 'NK-2'], working),
      pallet('0', 'declared'),
    ],
    [
      'scanned as it came off',
      fill('unloaded', { lot: 'LOT-1' }, ['NK-1'], working),
      { kind: 'vehicle-unloaded', visit: 'v-1', lot: 'LOT-1', codes: asScanned(['NK-1']) },
    ],
    [
      'all of it came off',
      fill('unloaded', { lot: 'LOT-1' }, [], working),
      { kind: 'vehicle-unloaded', visit: 'v-1', lot: 'LOT-1', codes: [] },
    ],
    ['moved', fill('relocate', { area: 'H' }, ['NK-1']), { kind: 'relocate', area: 'H', codes: asScanned(['NK-1']) }],
    [
      'typed',
      fill('typed', { package: 'P-1', kg: '268.4', reason: 'crane' }, [], working),
      { kind: 'type-weight', job: 'j-1', package: 'P-1', grossKg: '268.4', reason: 'crane' },
    ],
  ];
  test.each(rows)('%s', (_what, body, wanted) => expect(body).toEqual(wanted));

  test('a pallet has one to four packages, a move at least one', () => {
    expect([
      act('group', working).codes,
      act('relocate', idle).codes?.min,
      act('unloaded', working).codes?.min,
    ]).toEqual([{ min: 1, max: 4 }, 1, 0]);
  });
});

test.each([
  ['en', en],
  ['ja', ja],
] as const)('%s has a text for every act, field and choice', (language, texts: Readonly<Record<string, string>>) => {
  const wanted = [
    ...STATION_ACTION_NAMES.flatMap((name) => [`action.${name}`, `action.${name}.why`, `action.${name}.do`]),
    ...Object.keys(TYPED).map((field) => `action.field.${field}`),
  ];
  expect(wanted.filter((key) => (texts[key] ?? '').trim() === '')).toEqual([]);
  const choices = Object.values(SITUATIONS).flatMap((station) => {
    const now = at(station, { translator: createTranslator(language) });
    return listOfferedActions(now).flatMap((name) => act(name, now).fields.flatMap((field) => field.choices ?? []));
  });
  expect(choices.filter(({ text }) => text.trim() === '')).toEqual([]);
});
