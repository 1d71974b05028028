// Two commands ask differently whether a package may be touched: what one refuses another allows. One table answers for
// all of them, at the base and, with code of its own, at headquarters: every state, with every obstacle, by every act.
import { SUPERVISED, takenBackBy } from './staff.ts';
import { expect, it } from 'vitest';
import { decideQuarantine, decideLiftQuarantine } from '../../agent/core/cases/quarantine.ts';
import { decideCheckSeal, decideRelocate, decideReseal } from '../../agent/core/cases/packageCare.ts';
import { decideCloseJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideAttachTag, decideDeclareMissing, decideIdentify } from '../../agent/core/loads/identifyLoad.ts';
import type { Book } from '../../agent/core/model/book.ts';
import type { LoadAnnouncement } from '../../agent/core/model/commandValues.ts';
import type { Decided, Refusal } from '../../agent/core/model/decide.ts';
import { actRefusal, may, PACKAGE_ACTS, type PackageAct } from '../../agent/core/model/packageActs.ts';
import type { PackageRecord } from '../../agent/core/model/records.ts';
import type { ReleaseOrder } from '../../agent/core/model/stockOrders.ts';
import { LOT_STATES, PACKAGE_STATES } from '../../agent/core/model/states.ts';
import { allocateRelease } from '../../agent/core/release/allocation.ts';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { BaseBook } from '../../agent/headquarters/book/baseBook.ts';
import { BASE_ACTS, rejectAct, type BaseAct } from '../../agent/headquarters/book/baseActs.ts';
import type { BookFindingRow, BookPackageRow } from '../../agent/headquarters/book/bookRows.ts';
import { openHeadquartersBook } from '../../agent/headquarters/store/headquartersBook.ts';
import { CaseDock } from './caseScenes.ts';
import { Dock, DOCK_SCALES, drum, notice } from './intakeScenes.ts';
import { EPC, ORDER, ReleaseDock, releaseOrder } from './releaseScenes.ts';
import { BASE, Store } from './stocktakeScenes.ts';

type Answer = Decided | Refusal;
interface Scene {
  book: Book;
  /** The stocktake that counts the package, if one does. */
  stocktake: string;
  attempt: (book: Book) => Answer;
}

const PERSON = { id: 'x', operator: 'ann' };
const SUBJECT = { ...PERSON, package: 'CO-1-1' };
const AT_DOCK = { station: 'dock-1', weighing: null, stationKnown: true, scales: DOCK_SCALES };

/** A release of CO-1-1 with its job open. */
function openRelease(regime: ReleaseOrder['regime']): ReleaseDock {
  const dock = new ReleaseDock().stock([1, 2, 3].map((n) => drum(n)));
  dock.order({ ...releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] }), regime }, { order: ORDER });
  dock.openRelease();
  return dock;
}

function releasing(
  attempt: (book: Book, dock: ReleaseDock) => Answer,
  regime: ReleaseOrder['regime'] = 'normal',
): Scene {
  const dock = openRelease(regime);
  return { book: dock.ledger.book, stocktake: 'ST-1', attempt: (book) => attempt(book, dock) };
}

function weighing(
  attempt: (book: Book, dock: ReleaseDock, weighed: string) => Answer,
  regime: ReleaseOrder['regime'] = 'normal',
): Scene {
  const dock = openRelease(regime);
  dock.weighUnscanned(268, []);
  const weighed = dock.onScale ?? '';
  return { book: dock.ledger.book, stocktake: 'ST-1', attempt: (book) => attempt(book, dock, weighed) };
}

function storing(attempt: (book: Book) => Answer): Scene {
  const store = new Store(2);
  store.planned(BASE);
  return { book: store.book, stocktake: store.stocktake, attempt };
}

function announcing(load: LoadAnnouncement): Scene {
  return storing((book) => decideAnnounceLoad({ ...PERSON, ...AT_DOCK, load }, book));
}

function receiving(attempt: (book: Book, dock: Dock) => Answer): Scene {
  const dock = new Dock();
  dock.order(notice([drum(1), drum(2)]));
  dock.open();
  dock.weigh(268, []);
  return { book: dock.ledger.book, stocktake: 'ST-1', attempt: (book) => attempt(book, dock) };
}

const done: Decided = { entries: [], effects: [], result: {} };

const identify = (book: Book, _dock: Dock, weighed: string): Answer =>
  decideIdentify(
    { station: 'dock-1', weighing: weighed, seen: null, operator: 'ann', code: 'CO-1-1', typed: false },
    book,
  );

const SCENES: Record<PackageAct, () => Scene> = {
  name: () =>
    receiving((book, { onScale }) =>
      decideIdentify(
        { station: 'dock-1', weighing: onScale, seen: null, operator: 'ann', code: 'CO-1-1', typed: false },
        book,
      ),
    ),
  'declare-missing': () =>
    receiving((book, { job }) =>
      decideDeclareMissing({ job, package: 'CO-1-1', operator: 'ann', findingId: 'f' }, book),
    ),
  allocate: () =>
    storing((book) => {
      const order = releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] });
      const allocated = allocateRelease(order, { order: 'o', book });
      return 'reason' in allocated ? { refusal: 'release-impossible', params: {} } : done;
    }),
  'allocate-frozen': () =>
    storing((book) => {
      const order = releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] });
      const allocated = allocateRelease({ ...order, regime: 'emergency' }, { order: 'o', book });
      return 'reason' in allocated ? { refusal: 'release-impossible', params: {} } : done;
    }),
  pick: () => releasing((book, { job }) => decidePick({ ...PERSON, job, code: 'CO-1-1', how: 'scanned' }, book)),
  'pick-frozen': () =>
    releasing((book, { job }) => decidePick({ ...PERSON, job, code: 'CO-1-1', how: 'scanned' }, book), 'emergency'),
  stage: () => weighing(identify),
  'stage-frozen': () => weighing(identify, 'emergency'),
  'report-gone': () =>
    releasing((book, { job }) =>
      decideDeclareMissing({ job, package: 'CO-1-1', operator: 'ann', findingId: 'f' }, book),
    ),
  leave: () =>
    releasing((book, { job }) => {
      const asked = decideCloseJob({ ...SUPERVISED, ...PERSON, job, loadOnScale: null }, book);
      const body = 'entries' in asked ? asked.entries[0]?.body : undefined;
      const leaves = body !== undefined && 'packages' in body && body.packages.length > 0;
      return leaves ? done : { refusal: 'package-held', params: {} };
    }),
  unstage: () => {
    const dock = ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1'] });
    dock.pick('CO-1-1');
    dock.weigh(268, [EPC(1)]);
    const weighed = dock.onScale ?? '';
    return {
      book: dock.ledger.book,
      stocktake: 'ST-1',
      attempt: (book) => decideReverse(takenBackBy('sue', weighed), book),
    };
  },
  move: () =>
    storing((book) =>
      decideRelocate({ ...PERSON, codes: [{ code: 'CO-1-1', how: 'scanned' }], area: 'B', areaKnown: true }, book),
    ),
  'attach-tag': () => storing((book) => decideAttachTag({ ...SUBJECT, epcHex: 'BBBB', findingId: 'f' }, book)),
  'check-seal': () => storing((book) => decideCheckSeal({ ...SUBJECT, seal: 'S', intact: true }, book)),
  reseal: () =>
    storing((book) => decideReseal({ ...SUBJECT, reason: 'reseal', sealBefore: null, sealAfter: 'S' }, book)),
  remove: () => announcing({ kind: 'removal', package: 'CO-1-1', reason: 'dust', sealBefore: null, sealAfter: null }),
  recount: () => {
    const dock = CaseDock.judged(255);
    const load = { kind: 'recount', finding: dock.finding('WEIGHT_LOW').id } as const;
    return {
      book: dock.ledger.book,
      stocktake: 'ST-1',
      attempt: (book) => decideAnnounceLoad({ ...PERSON, ...AT_DOCK, operator: 'bob', load }, book),
    };
  },
  reweigh: () => announcing({ kind: 'reweigh', package: 'CO-1-1' }),
  sample: () => announcing({ kind: 'sample', package: 'CO-1-1' }),
  quarantine: () => storing((book) => decideQuarantine(SUBJECT, book)),
  lift: () => storing((book) => decideLiftQuarantine(SUBJECT, book)),
};

/** Acts that headquarters or two persons decide about several packages: only whether, not why. */
const WITHOUT_REASON: readonly PackageAct[] = ['allocate', 'allocate-frozen', 'leave'];

/** The same book with another CO-1-1. */
function bookWith(book: Book, subject: PackageRecord): Book {
  const exchanged = <T extends { id: string }>(kind: string, record: T): T =>
    kind === 'package' && record.id === subject.id ? (subject as unknown as T) : record;
  return {
    get: (kind, id) => {
      const record = book.get(kind, id);
      return record && exchanged(kind, record);
    },
    where: (kind, index, value, limit) =>
      book.where(kind, index, value, limit).map((record) => exchanged(kind, record)),
  };
}

/** Every state with every combination of obstacles. */
function situations(stocktake: string): Partial<PackageRecord>[] {
  const either = [false, true];
  return PACKAGE_STATES.flatMap((state) =>
    either.flatMap((held) =>
      either.flatMap((doubtful) =>
        either.flatMap((counted) =>
          either.map((out) => ({
            state,
            held,
            doubtful,
            stocktake: counted ? stocktake : null,
            throughGate: out ? { gate: 'gate-1', wallMs: 1 } : null,
          })),
        ),
      ),
    ),
  );
}

it.each(Object.keys(PACKAGE_ACTS) as PackageAct[])('the command for "%s" asks the table', (act) => {
  const { book, stocktake, attempt } = SCENES[act]();
  const subject = book.get('package', 'CO-1-1');
  if (!subject) throw new Error('no package');
  const release = subject.release ?? ORDER;
  const wrong = situations(stocktake).flatMap((situation) => {
    const record = { ...subject, release, ...situation };
    const answer = attempt(bookWith(book, record));
    const given = 'refusal' in answer ? answer.refusal : null;
    const expected = actRefusal(record, act)?.refusal ?? null;
    const same = WITHOUT_REASON.includes(act) ? (given === null) === (expected === null) : given === expected;
    return same ? [] : [{ ...situation, given, expected }];
  });
  expect(wrong).toEqual([]);
});

it.each(LOT_STATES)('brings a package back from quarantine whatever its lot is: %s', (state) => {
  const { book, attempt } = SCENES.lift();
  const subject = { ...book.get('package', 'CO-1-1'), state: 'quarantined', stocktake: null } as PackageRecord;
  const otherLot: Book = {
    ...bookWith(book, subject),
    get: (kind, id) => {
      const record = bookWith(book, subject).get(kind, id);
      return record && kind === 'lot' ? { ...record, state } : record;
    },
  };
  expect(attempt(otherLot)).toMatchObject({ result: { asked: true } });
});

const OPEN_FINDING: BookFindingRow = {
  base: 'demo',
  finding: 'f-1',
  stream: 1,
  seq: 1,
  hash: '',
  cause: '',
  code: 'WEIGHT_LOW',
  lot: 'CO-1',
  job: null,
  package: 'held',
  weighing: null,
  declared_mg: null,
  measured_mg: null,
  other_limit_mg: null,
  other_rounding_mg: null,
  note: null,
  state: 'open',
  recounts: 0,
  recount: null,
  confirmed: 0,
  escalated: null,
  split_members: null,
};

it.each(Object.keys(BASE_ACTS) as BaseAct[])('headquarters answers "%s" as the base does', (act) => {
  const store = openHeadquartersBook(':memory:', { rules: 'test', mayDrop: true });
  const book = new BaseBook(store, 'demo');
  book.saveRow('findings', OPEN_FINDING);
  const { book: stock, stocktake } = SCENES.move();
  const subject = stock.get('package', 'CO-1-1');
  const wrong = situations(stocktake).flatMap((situation) => {
    const record = { ...subject, ...situation } as PackageRecord;
    const row = {
      package: record.held ? 'held' : 'free',
      lot: 'CO-1',
      state: record.state,
      doubtful: record.doubtful ? 1 : 0,
      stocktake: record.stocktake,
      gate: record.throughGate?.gate ?? null,
    } as BookPackageRow;
    return (rejectAct(book, row, act) === null) === may(record, act) ? [] : [situation];
  });
  store.close();
  expect(wrong).toEqual([]);
});

it('a package is never asked for the state of its lot', () => {
  const { book } = SCENES.move();
  const subject = book.get('package', 'CO-1-1');
  const lotless = { ...subject, lot: 'nobody’s' } as PackageRecord;
  for (const act of Object.keys(PACKAGE_ACTS) as PackageAct[])
    expect(actRefusal(lotless, act)).toEqual(actRefusal(subject as PackageRecord, act));
});
