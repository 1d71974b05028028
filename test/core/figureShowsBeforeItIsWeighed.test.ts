// Whoever is about to weigh a drum looks for what it weighed before, or should weigh: in every view, every answer and
// every refusal. None tells it while a weighing of it is still to come; afterwards it is shown.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../../agent/core/model/refusals.ts';
import { ROLES, type Role } from '../../agent/core/model/roles.ts';
import type { Entry } from '../../agent/core/model/entry.ts';
import { initialLoadState } from '../../agent/core/weight/loadState.ts';
import { seesHiddenWeights } from '../../agent/core/views/blindness.ts';
import { countPackage, type LotCounts, viewAreas } from '../../agent/core/views/areaView.ts';
import { viewTypedRemovals } from '../../agent/core/views/typedRemovalView.ts';
import { viewCase } from '../../agent/core/views/caseView.ts';
import { driftCharts, undecidedLots, viewDrift } from '../../agent/core/views/driftView.ts';
import * as stationViews from '../../agent/core/views/stationView.ts';
import * as stockViews from '../../agent/core/views/stockView.ts';
import { viewConsents, viewWaitingRequests, viewWithoutTag } from '../../agent/core/views/requestView.ts';
import { viewWeighing, viewWeighingRow, type StoredWeighing } from '../../agent/core/views/weighingView.ts';
import { announce, EPCS, FIGURES, MARKED, type Scene, SITUATIONS } from './hiddenFigureScenes.ts';
import { DOCK_SCALES, SCALE } from './intakeScenes.ts';
import { KG } from './loads.ts';
import type { MemoryLedger } from './memoryLedger.ts';

interface Question {
  ledger: MemoryLedger;
  roles: readonly Role[];
}

const weighings = (ledger: MemoryLedger): StoredWeighing[] =>
  ledger.entries.filter((entry): entry is StoredWeighing => entry.kind === 'weighing');

const concerning = (ledger: MemoryLedger, { body }: StoredWeighing): Entry[] =>
  ledger.entries.filter((entry) => JSON.stringify(entry.body).includes(body.weighing));

function askAreas({ ledger }: Question): object {
  const counts: LotCounts = new Map();
  for (const record of ledger.all('package')) countPackage(counts, record);
  return viewAreas(new Map([['CO-1', counts]]), { areas: [], lotOf: (lot) => ledger.book.get('lot', lot) });
}

function askStation({ ledger }: Question): object {
  const load = initialLoadState('passed');
  const situation = {
    station: 'dock-1',
    scaleOpen: true,
    load,
    scale: SCALE,
    checkWeightMg: null,
    hasReader: true,
  } as const;
  const rest = { recording: 'none', refusal: null, weighing: null, name: { en: '', ja: '' } } as const;
  const instrument = { weighbridge: false, scaleState: 'open', scaleFailure: '', nowMs: 0 } as const;
  return stationViews.viewStation({ ...situation, ...rest, ...instrument }, ledger.book);
}

/** Every view of agent/core/views: what it answers to a person of these roles. */
const ASKED: Record<string, (question: Question) => unknown> = {
  viewAreas: askAreas,
  viewStation: askStation,
  viewLot: ({ ledger }) => ledger.all('lot').map((lot) => stationViews.viewLot(ledger.book, lot)),
  viewPackage: ({ ledger }) => ledger.all('package').map(stationViews.viewPackage),
  viewFinding: ({ ledger }) => ledger.all('finding').map(stationViews.viewFinding),
  viewOrder: ({ ledger }) => ledger.all('order').map(stationViews.viewOrder),
  viewRestingStocktakes: ({ ledger }) => stationViews.viewRestingStocktakes(ledger.book),
  viewReleases: ({ ledger }) => stockViews.viewReleases(ledger.book),
  viewStocktakes: ({ ledger }) => stockViews.viewStocktakes(ledger.book),
  viewWaitingRequests: ({ ledger }) => viewWaitingRequests(ledger.book),
  viewWithoutTag: ({ ledger }) => viewWithoutTag(ledger.book),
  viewConsents: ({ ledger }) => viewConsents(ledger.book, ledger.now()),
  viewTypedRemovals: ({ ledger }) => viewTypedRemovals('dock-1', ledger.book),
  viewDeposits: ({ ledger }) => stockViews.viewDeposits(ledger.book),
  viewQuarantined: ({ ledger }) => stockViews.viewQuarantined(ledger.book),
  viewGate: ({ ledger }) => stockViews.viewGate(ledger.book, 'gate-1'),
  viewOpenFindings: ({ ledger }) => stockViews.viewOpenFindings(ledger.book),
  viewCase: ({ ledger, roles }) =>
    ledger.all('finding').map((finding) => {
      const viewer = { seesHidden: seesHiddenWeights(roles), isSound: () => true, scales: DOCK_SCALES };
      return viewCase(ledger.book, finding, viewer);
    }),
  viewWeighingRow: ({ ledger, roles }) =>
    weighings(ledger).map((entry) =>
      viewWeighingRow(entry, { book: ledger.book, seesHidden: seesHiddenWeights(roles) }),
    ),
  viewWeighing: ({ ledger, roles }) =>
    weighings(ledger).map((entry) => {
      const context = { book: ledger.book, seesHidden: seesHiddenWeights(roles), acknowledgedSeq: 0 };
      return viewWeighing({ entry, hash: '' }, { ...context, later: concerning(ledger, entry) });
    }),
  viewDrift: ({ ledger }) => {
    const charts = driftCharts(ledger.book);
    const context = { book: ledger.book, charts: charts.length, hidden: undecidedLots(ledger.book) };
    return charts.map((sums) => viewDrift(sums, context));
  },
};

/** Parts of others above, which ask first whether they may be shown. */
const PARTS = ['viewComparison', 'viewCaseArithmetic', 'viewCaseQuantities'];

/** What answers each request that reads; null: no mass of goods is in it. */
const ANSWERS: Record<string, readonly string[] | null> = {
  '/api/state': [
    'viewStation',
    'viewTypedRemovals',
    'viewOrder',
    'viewLot',
    'viewReleases',
    'viewStocktakes',
    'viewWaitingRequests',
    'viewWithoutTag',
    'viewConsents',
  ],
  '/api/events': ['viewDeposits', 'viewStation', 'viewLot', 'viewQuarantined', 'viewGate', 'viewOpenFindings'],
  '/api/lots/:lot': ['viewLot'],
  '/api/orders': ['viewOrder', 'viewRestingStocktakes'],
  '/api/cases': ['viewCase'],
  '/api/cases/:finding': ['viewCase'],
  '/api/weighings': ['viewWeighingRow'],
  '/api/weighings/:id': ['viewWeighing'],
  // Hidden by the same question as the row: test/stations/curveShowsTheWindow.test.ts.
  '/api/weighings/:id/curve': ['viewWeighingRow'],
  '/api/drift': ['viewDrift'],
  '/api/map': ['viewAreas'],
  '/api/operators': null,
  '/api/ledger': null,
  '/api/models': null,
  '/api/photos/:photo': null,
  '/api/register': null,
  '/api/session': null,
  '/healthz': null,
  // What lies on a scale now, to a technician.
  '/api/instruments': null,
  '/api/instruments/:id': null,
};

/** The exports of a folder's files that match, by the code itself. */
function written(folder: string, pattern: RegExp): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const found = files.flatMap((name) => [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(pattern)]);
  return [...new Set(found.map(([, name]) => name ?? ''))].sort();
}

it('every view is asked here, and every request that reads is answered by one', () => {
  const views = written('agent/core/views', /^export function (view\w+)/gm);
  expect([...Object.keys(ASKED), ...PARTS].sort()).toEqual(views);
  expect(Object.keys(ANSWERS).sort()).toEqual(written('agent/http/resources', /app\.get\(\s*'([^']+)'/g));
  for (const named of Object.values(ANSWERS).flatMap((names) => names ?? [])) expect(ASKED).toHaveProperty([named]);
});

/** Every set of roles but the pure auditor's. */
const WORKERS = Array.from({ length: 2 ** ROLES.length }, (_, set) =>
  ROLES.filter((_role, bit) => set & (1 << bit)),
).filter((roles) => !(roles.length === 1 && roles[0] === 'auditor'));

const isIn = (text: string, figure: string): boolean =>
  text.includes(`"${figure}"`) ||
  text.includes(String(Math.round(Number(figure) * KG))) ||
  text.includes(` ${figure} `);

/** By view, which of the figures a person of these roles is told. */
function told(ledger: MemoryLedger, figures: readonly string[], roles: readonly Role[]): string[] {
  return Object.entries(ASKED).flatMap(([name, ask]) => {
    const text = JSON.stringify(ask({ ledger, roles }));
    return figures.filter((figure) => isIn(text, figure)).map((figure) => `${name} tells ${figure}`);
  });
}

describe.each(Object.entries(SITUATIONS))('a drum before %s', (_name, set) => {
  it('nobody who may weigh is told its figures', () => {
    const { dock, figures = FIGURES } = set();
    for (const roles of WORKERS) expect(told(dock.ledger, figures, roles)).toEqual([]);
  });

  it('afterwards they are shown', () => {
    const { dock, figures = FIGURES, end, shown } = set();
    end();
    const text = told(dock.ledger, figures, ['operator']).join();
    expect(shown.filter((figure) => !text.includes(`tells ${figure}`))).toEqual([]);
  });
});

it.each(Object.entries(SITUATIONS).slice(1))('before %s the auditor is told what the others are not', (_name, set) => {
  const { dock, figures = FIGURES } = set();
  expect(told(dock.ledger, figures, ['auditor'])).toContain(`viewWeighing tells ${figures[0] ?? ''}`);
});

describe('a refusal', () => {
  /** Of the goods’ masses none; what a check weight or a limit of the law says is no secret. */
  const MASS_WORDS = /mass|kg|mg|gross|net|tare|weight|difference|limit/i;

  it('has no place for a mass in its text', () => {
    const named = Object.entries(REFUSALS).flatMap(([code, { en, ja }]) =>
      [...`${en} ${ja}`.matchAll(/\{(\w+)\}/g)].flatMap(([, name = '']) => (MASS_WORDS.test(name) ? [code] : [])),
    );
    expect(named).toEqual([]);
  });

  /** Lighter and heavier than the net, the gross, and what was declared, by the scale's interval. */
  const TRIED_KG = [1, 255.2, 255.4, 255.6, 255.8, 273.5, 273.7, 273.9, 274.1, 500];

  it.each(Object.entries(SITUATIONS))('before %s does not depend on how heavy the load is', (name, set) => {
    const answers = TRIED_KG.map((kg) => refusalOfLoad(set(), { name, kg }));
    expect([...new Set(answers)]).toEqual(['']);
  });
});

/** Somebody lays a load of this mass on the scale: why it is not taken. */
function refusalOfLoad({ dock }: Scene, { name, kg }: { name: string; kg: number }): string {
  if (name === 'a count') announce(dock, { kind: 'sample', package: MARKED });
  if (name === 'the end of a doubt') announce(dock, { kind: 'reweigh', package: MARKED }, 'bob');
  const finding = dock.ledger.all('finding').at(-1)?.id;
  if (name.startsWith('a recount') && finding !== undefined) announce(dock, { kind: 'recount', finding }, 'bob');
  const isTaken = name.startsWith('what is taken out');
  if (name === 'its intake' || name === 'a count' || isTaken) dock.onScale = null;
  const answer = dock.weigh(kg, isTaken ? [] : [EPCS[0] ?? '']);
  return 'refusal' in answer ? String(answer.refusal) : '';
}
