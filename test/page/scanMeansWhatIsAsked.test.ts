// A scan is taken for something else than the station asks: the wrong order is taken up, a code names a load that is
// not its own.
import { describe, expect, test } from 'vitest';
import type { Role } from '../../agent/core/model/roles.ts';
import type { CommandBody } from '../../agent/core/model/command.ts';
import type { StateView, StationView } from '../../agent/core/views/stateView.ts';
import {
  CONTROL_CODES,
  mayOpenJobFor,
  buildCancelAnnouncementCommand,
  type ScanAction,
  type ScanContext,
} from '../../agent/screen/rooms/jobs/scanAction.ts';
import { lotOf, packageOf } from './casePlay.ts';
import { scan, ask, say, known, check, close, intake, release } from './scanPlay.ts';
import { jobOf, loadOf, orderOf, releaseOf, says, stateOf, stationOf, stocktakeOf, visitOf } from './stationPlay.ts';

const EPC = '3034257BF7194E4000001A85';

describe('who scans, and where', () => {
  test('of several stations a scan belongs to none: every code but the lock says so', () => {
    for (const code of [
      ...Object.values(CONTROL_CODES).filter((control) => control !== CONTROL_CODES.lock),
      'NK-1',
      EPC,
    ])
      expect(scan(code, {}, { station: null })).toEqual(say('scan.choose-station'));
    expect(scan(CONTROL_CODES.lock, {}, { station: null })).toBeNull();
  });

  const rows: [Role[], ScanAction, ScanAction][] = [
    [['operator'], check, close],
    [['supervisor'], check, close],
    [['technician'], check, say('scan.role-not-allowed')],
    [['auditor'], say('scan.role-not-allowed'), say('scan.role-not-allowed')],
    [['auditor', 'operator'], check, close],
    [[], say('scan.role-not-allowed'), say('scan.role-not-allowed')],
  ];
  test.each(rows)('%j', (roles, checks, works) => {
    expect(scan(CONTROL_CODES.check, {}, { roles })).toEqual(checks);
    expect(scan(CONTROL_CODES.yes, says('check-start'), { roles })).toEqual(checks);
    expect(scan(CONTROL_CODES.yes, { ...intake, ...says('all-weighed') }, { roles })).toEqual(works);
    expect(scan('NK-1', { ...intake, ...says('scan-package') }, { roles })?.kind).toBe(works?.kind);
  });
});

describe('no job yet', () => {
  const lots = [
    lotOf({
      packages: [
        packageOf({ state: 'expected', weighed: false, epcHex: EPC }),
        packageOf({ package: 'P-2', mark: 'NK-2' }),
      ],
    }),
  ];
  const opens = (order: string): ScanAction => ask({ kind: 'open-job', order, station: 'dock-1' });
  const one = stateOf({ orders: [orderOf()], lots });
  const rows: [string, string, StateView, ScanAction, Partial<StationView>?][] = [
    ['the order', 'o-1', one, opens('o-1')],
    ['its subject', 'S-7', stateOf({ orders: [orderOf({ subject: 'S-7' })] }), opens('o-1')],
    ['its lot', 'LOT-1', one, opens('o-1')],
    ['a package of it', 'P-1', one, opens('o-1')],
    ['a mark of it', 'NK-1', one, opens('o-1')],
    ['a tag of it, in small letters', EPC.toLowerCase(), one, opens('o-1')],
    ['a mark that is weighed already', 'NK-2', one, null],
    ['a mark nobody knows', 'NK-9', one, null],
    [
      'a mark of a release',
      'NK-5',
      stateOf({
        orders: [orderOf({ order: 'o-9', kind: 'release-order', lot: null })],
        releases: [releaseOf({ packages: [{ ...packageOf({ mark: 'NK-5' }), lot: 'LOT-1' }] })],
      }),
      opens('o-9'),
    ],
    [
      'a lot of two open orders',
      'LOT-1',
      stateOf({ orders: [orderOf(), orderOf({ order: 'o-2' })] }),
      say('scan.several-orders'),
    ],
    [
      'two, of which another station works on one',
      'LOT-1',
      stateOf({ orders: [orderOf({ state: 'working' }), orderOf({ order: 'o-2' })] }),
      opens('o-2'),
    ],
    [
      'a delivery that another station works on',
      'NK-1',
      stateOf({ orders: [orderOf({ state: 'working' })], lots }),
      opens('o-1'),
    ],
    [
      'a return that another station works on',
      'LOT-1',
      stateOf({ orders: [orderOf({ kind: 'return-notice', state: 'working' })] }),
      opens('o-1'),
    ],
    [
      'a release that another station works on',
      'LOT-1',
      stateOf({ orders: [orderOf({ kind: 'release-order', state: 'working' })] }),
      null,
    ],
    ['a closed order', 'o-1', stateOf({ orders: [orderOf({ state: 'closed' })] }), null],
    ['what lies on the scale', 'NK-1', stateOf(), known, { load: loadOf() }],
  ];
  test.each(rows)('%s', (_what, code, state, meaning, station = {}) =>
    expect(scan(code, station, { state })).toEqual(meaning),
  );

  test('which orders can be taken up', () => {
    const up = (kind: string): string[] =>
      ['open', 'working', 'closed', 'withdrawn'].filter((state) => mayOpenJobFor(orderOf({ kind, state })));
    expect(['intake-notice', 'return-notice', 'release-order', 'stocktake-order'].map(up)).toEqual([
      ['open', 'working'],
      ['open', 'working'],
      ['open'],
      ['open'],
    ]);
  });
});

describe('a job is being worked', () => {
  const unnamed = { ...intake, load: loadOf({ package: null, mark: null }), ...says('scan-package') };
  const tag = {
    ...intake,
    load: loadOf({ package: 'P-8', mark: 'NK-8' }),
    ...says('attach-tag', { package: 'P-1', mark: 'NK-1' }),
  };
  const foreign = (identity: string, weighing: string | null): ScanAction =>
    ask({ kind: 'hold-foreign', station: 'dock-1', identity, weighing });
  const rows: [string, string, Partial<StationView>, ScanAction, Partial<ScanContext>?][] = [
    [
      'a name carries the weighing that was seen',
      'NK-1',
      unnamed,
      ask({ kind: 'identify', station: 'dock-1', code: 'NK-1', typed: false, weighing: 'w-1' }),
    ],
    [
      'a name before a weighing was seen claims none',
      'NK-1',
      { ...unnamed, load: null },
      ask({ kind: 'identify', station: 'dock-1', code: 'NK-1', typed: false, weighing: null }),
    ],
    [
      'what was taken off without a name is named by its weighing',
      'NK-1',
      { ...intake, load: null, ...says('name-weighing', { weighing: 'w-7' }) },
      ask({ kind: 'name-weighing', weighing: 'w-7', code: 'NK-1', foreign: false }),
    ],
    [
      'what was taken off without a name is a stranger',
      'XX-1',
      { ...intake, load: null, ...says('name-weighing', { weighing: 'w-7' }) },
      ask({ kind: 'name-weighing', weighing: 'w-7', code: 'XX-1', foreign: true }),
      { expectsForeignIdentity: true },
    ],
    ['what can be read on a stranger', 'XX-1', unnamed, foreign('XX-1', 'w-1'), { expectsForeignIdentity: true }],
    [
      'goods without a notice are named',
      'XX-1',
      { ...unnamed, job: jobOf('unannounced'), ...says('name-goods') },
      foreign('XX-1', 'w-1'),
    ],
    ['the weight settles', 'NK-1', { ...intake, ...says('hold-still') }, { kind: 'wait' }],
    ['it is being recorded', 'NK-1', { ...intake, ...says('recording') }, { kind: 'wait' }],
    ['the package on the scale, by its id', 'P-1', { ...intake, load: loadOf(), ...says('recorded-remove') }, known],
    ['the package on the scale, by its mark', 'NK-1', { ...intake, load: loadOf(), ...says('recorded-remove') }, known],
    [
      'the package on the scale, by its tag',
      EPC,
      { ...intake, load: loadOf(), ...says('recorded-remove') },
      known,
      { state: stateOf({ lots: [lotOf({ packages: [packageOf({ epcHex: EPC })] })] }) },
    ],
    ['it is known also while the scale moves', 'NK-1', { ...intake, load: loadOf(), ...says('hold-still') }, known],
    ['another package while one lies there', 'NK-2', { ...intake, load: loadOf(), ...says('recorded-remove') }, null],
    ['a package in the hand', 'NK-2', { ...intake, ...says('place-package') }, say('scan.place-first')],
    [
      'goods without a notice in the hand',
      'NK-2',
      { job: jobOf('unannounced'), ...says('place-unannounced') },
      say('scan.place-first'),
    ],
    ['a tag, in small letters', EPC.toLowerCase(), tag, ask({ kind: 'attach-tag', package: 'P-1', epcHex: EPC })],
    ['no tag: another mark', 'NK-22', tag, say('scan.not-a-tag')],
    ['no tag: half a word of it', EPC.slice(0, -1), tag, say('scan.not-a-tag')],
    ['no tag: longer than any', '0'.repeat(128), tag, say('scan.not-a-tag')],
    ['the mark of what is to be tagged', 'NK-1', tag, known],
    ['the id of what is to be tagged', 'P-1', tag, known],
    [
      'a release is picked',
      'NK-1',
      { ...release, ...says('pick-package') },
      ask({ kind: 'pick', job: 'j-1', code: 'NK-1', how: 'scanned' }),
    ],
    [
      'a release is picked with one fetched already',
      'NK-1',
      { ...release, ...says('place-picked') },
      ask({ kind: 'pick', job: 'j-1', code: 'NK-1', how: 'scanned' }),
    ],
    ['a release waits for its load too', 'NK-1', { ...release, ...says('hold-still') }, { kind: 'wait' }],
  ];
  test.each(rows)('%s', (_what, code, station, meaning, change) =>
    expect(scan(code, station, change)).toEqual(meaning),
  );
});

describe('a stocktake', () => {
  const state = stateOf({
    stocktakes: [
      stocktakeOf({
        toFind: [{ package: 'P-1', mark: 'NK-1', area: null }],
        toWeigh: ['1', '2', '3'].map((n) => ({ package: `P-${n}`, mark: `NK-${n}`, area: null })),
      }),
    ],
  });
  const counts = (code: string): ScanAction => ask({ kind: 'count', stocktake: 's-1', codes: [code], how: 'scan' });
  const sample = (id: string): ScanAction =>
    ask({ kind: 'announce-load', station: 'dock-1', load: { kind: 'sample', package: id } });
  const rows: [string, string, ScanAction, Partial<StationView>?][] = [
    ['to be found first, though it is to be weighed too', 'NK-1', counts('NK-1')],
    ['found, and to be weighed', 'NK-2', sample('P-2')],
    ['the same by its id', 'P-2', sample('P-2')],
    ['announced already', 'NK-2', known, { intent: { kind: 'sample', package: 'P-2' } }],
    [
      'another one is announced: this one is in the hand',
      'NK-2',
      sample('P-2'),
      { intent: { kind: 'sample', package: 'P-3' } },
    ],
    ['nobody asks for it: it may be one too many', 'NK-9', counts('NK-9')],
    ['a tag', EPC, counts(EPC)],
    ['while the scale moves', 'NK-9', counts('NK-9'), says('hold-still')],
  ];
  test.each(rows)('%s', (_what, code, meaning, change) =>
    expect(scan(code, { job: jobOf('stocktake'), ...says('count-goods'), ...change }, { state })).toEqual(meaning),
  );

  test('a count that the page does not know takes nothing', () => {
    expect(scan('NK-1', { job: jobOf('stocktake'), ...says('count-goods') })).toBeNull();
  });
});

describe('a vehicle stands at the weighbridge', () => {
  const state = stateOf({
    orders: [orderOf({ state: 'working' })],
    lots: [
      lotOf({
        packages: [
          packageOf({ state: 'expected', weighed: false, epcHex: EPC }),
          packageOf({ package: 'P-2', mark: 'NK-2' }),
        ],
      }),
    ],
  });
  const off = (code: string): ScanAction =>
    ask({ kind: 'vehicle-unloaded', visit: 'v-1', lot: 'LOT-1', codes: [{ code, how: 'scanned' }] });
  const opens = ask({ kind: 'open-job', order: 'o-1', station: 'dock-1' });
  const rows: [string, string, Partial<StationView>, ScanAction][] = [
    ['weighed full: the package came off it', 'NK-1', { visit: visitOf(), ...says('unload') }, off('NK-1')],
    ['the same by its tag', EPC, { visit: visitOf(), ...says('unload') }, off(EPC)],
    ['a job is open already', 'NK-1', { ...intake, visit: visitOf(), ...says('unload') }, off('NK-1')],
    ['more comes off before it is weighed empty', 'NK-1', { visit: visitOf(), ...says('announce-pass') }, off('NK-1')],
    ['not weighed yet', 'NK-1', { visit: visitOf({ passes: 0 }), ...says('announce-pass') }, opens],
    ['it is driving off', 'NK-1', { visit: visitOf(), ...says('drive-off') }, opens],
    ['no vehicle', 'NK-1', says('unload'), opens],
    ['a package that is here already', 'NK-2', { visit: visitOf(), ...says('unload') }, null],
    ['a control code is no package', CONTROL_CODES.check, { visit: visitOf(), ...says('unload') }, check],
  ];
  test.each(rows)('%s', (_what, code, station, meaning) => expect(scan(code, station, { state })).toEqual(meaning));
});

test.each<[string, Partial<StationView>, CommandBody | null]>([
  ['nothing was announced', says('place-group', { group: 'g-1' }), null],
  ['a load', { intent: { kind: 'removal', package: 'P-1' } }, { kind: 'announce-load', station: 'dock-1', load: null }],
  ['a vehicle', { intent: { kind: 'pass', package: null } }, { kind: 'announce-load', station: 'dock-1', load: null }],
  [
    'a pallet',
    { intent: { kind: 'group', package: null }, ...says('place-group', { group: 'g-1' }) },
    { kind: 'split-group', group: 'g-1' },
  ],
  ['a pallet that is being put down', { intent: { kind: 'group', package: null }, ...says('hold-still') }, null],
])('taken back: %s', (_what, station, body) =>
  expect(buildCancelAnnouncementCommand(stationOf(station))).toEqual(body),
);
