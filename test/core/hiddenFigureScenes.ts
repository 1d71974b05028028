// A drum whose figures no other thing has, in every situation in which a weighing of it is still to come.
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideAllowRemoval } from '../../agent/core/loads/removalConsent.ts';
import { decideCloseJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideOpenStocktake } from '../../agent/core/stocktake/openStocktake.ts';
import { decideCount } from '../../agent/core/stocktake/countPackages.ts';
import type { LoadAnnouncement } from '../../agent/core/model/commandValues.ts';
import { CaseDock } from './caseScenes.ts';
import { type Dock, DOCK_SCALES, drum, notice } from './intakeScenes.ts';
import { ORDER, ReleaseDock, releaseOrder } from './releaseScenes.ts';
import { SUPERVISED, consentTo } from './staff.ts';

export const MARKED = 'CO-1-1';
/** Weighed 273.7 kg, declared 273.9 kg, tare 18.3 kg; the other drum of the lot is 268 kg, 250 kg net. */
const DECLARED_MG = 273_900_000;
const LOT = [drum(1, { grossMg: DECLARED_MG, tareMg: 18_300_000 }), drum(2)];
const MEASURED_KG = 273.7;
export const EPCS = LOT.map(({ epcHex }) => epcHex ?? '');

/** Gross, net and what was declared of them, how far off, and the lot's sums that tell them. */
export const FIGURES = ['273.7', '255.4', '273.9', '255.6', '-0.2', '541.7', '505.4', '541.9', '505.6'];
/** A first weighing that was off by 10.2 kg, and what tells it. */
const OFF_FIGURES = ['263.7', '245.4', '-10.2', '273.9', '255.6', '531.7', '495.4', '541.9'];

export interface Scene {
  dock: Dock;
  /** Nothing of it may be told, by whatever view. */
  figures?: readonly string[];
  /** The weighing that it waited for, and what ends the matter. */
  end: () => void;
  /** Of the figures, what is told then. */
  shown: readonly string[];
}

const weighBoth = (dock: Dock, kg = MEASURED_KG): void => {
  dock.weigh(kg, [EPCS[0] ?? '']);
  dock.weigh(268, [EPCS[1] ?? '']);
  dock.onScale = null;
};

function stored(): ReleaseDock {
  const dock = new ReleaseDock();
  dock.order(notice(LOT));
  dock.open();
  weighBoth(dock);
  dock.close();
  return dock;
}

function released(): ReleaseDock {
  const dock = stored();
  dock.order(releaseOrder({ kind: 'by-packages', packages: [MARKED] }), { order: ORDER });
  dock.openRelease();
  return dock;
}

function dispatch(dock: ReleaseDock): void {
  dock.weigh(MEASURED_KG, [EPCS[0] ?? '']);
  dock.onScale = null;
}

export function announce(dock: Dock, load: LoadAnnouncement, operator = 'ann'): unknown {
  const event = { id: dock.id(), operator, station: 'dock-1', weighing: null, stationKnown: true, load };
  return dock.act((book) => decideAnnounceLoad({ ...event, scales: DOCK_SCALES }, book));
}

const TAKING: LoadAnnouncement = {
  kind: 'removal',
  package: MARKED,
  reason: 'sample',
  sealBefore: 'S-1',
  sealAfter: 'S-2',
};

export const SITUATIONS: Record<string, () => Scene> = {
  'its intake': () => {
    const dock = new CaseDock();
    dock.order(notice(LOT));
    dock.open();
    dock.weigh(268, [EPCS[1] ?? '']);
    const end = (): void => {
      dock.weigh(MEASURED_KG, [EPCS[0] ?? '']);
      dock.onScale = null;
      dock.close();
    };
    return { dock, end, shown: ['273.7', '255.4', '273.9', '541.7', '505.4'] };
  },
  'its intake, after its weighing was taken back': () => {
    const dock = new CaseDock();
    dock.order(notice(LOT));
    dock.open();
    dock.weigh(MEASURED_KG, [EPCS[0] ?? '']);
    const weighed = dock.onScale ?? '';
    dock.onScale = null;
    dock.reverse(weighed);
    const end = (): void => {
      weighBoth(dock);
      dock.close();
    };
    return { dock, end, shown: ['273.7', '273.9', '541.7'] };
  },
  'a recount of its intake': () => {
    const dock = new CaseDock();
    dock.order(notice(LOT));
    dock.open();
    weighBoth(dock, 263.7);
    dock.close();
    const { id } = dock.finding('WEIGHT_LOW');
    const end = (): void => {
      dock.recount(id, 'bob', 273.8);
      dock.onScale = null;
    };
    return { dock, figures: OFF_FIGURES, end, shown: ['263.7', '-10.2', '273.9'] };
  },
  'the end of a doubt': () => {
    const dock = new CaseDock();
    dock.order(notice(LOT));
    dock.open();
    dock.weigh(MEASURED_KG, [EPCS[0] ?? '']);
    dock.check(103);
    const end = (): void => {
      dock.reweigh(1, 'bob', 273.8);
      dock.onScale = null;
    };
    return { dock, end, shown: ['273.7'] };
  },
  'its way out, allocated': () => {
    const dock = released();
    return { dock, end: () => dispatch(dock), shown: ['273.7', '273.9', '541.7', '505.4'] };
  },
  'its way out, picked': () => {
    const dock = released();
    dock.pick(MARKED);
    return { dock, end: () => dispatch(dock), shown: ['273.7', '273.9', '541.7', '505.4'] };
  },
  'its return': () => {
    const dock = released();
    dispatch(dock);
    dock.closeBy('ann');
    dock.closeBy('sue');
    dock.order({ kind: 'return-notice', lot: 'CO-1', packages: [MARKED] }, { order: 'back-1' });
    dock.openRelease('back-1');
    const end = (): void => {
      dispatch(dock);
      dock.closeBy('ann');
    };
    return { dock, end, shown: ['273.7', '255.4'] };
  },
  'a count': () => {
    const dock = stored();
    const person = { id: dock.id(), operator: 'ann', station: 'dock-1', stationKnown: true, areaKnown: true };
    const opened = dock.act((book) => decideOpenStocktake({ ...person, scope: { kind: 'base-scope' } }, book));
    const { stocktake = '', job = '' } = opened as Record<string, string>;
    const end = (): void => {
      for (const n of [1, 2]) {
        announce(dock, { kind: 'sample', package: `CO-1-${n}` });
        dock.weigh(n === 1 ? MEASURED_KG : 268, [EPCS[n - 1] ?? '']);
      }
      dock.onScale = null;
      const counted = { id: dock.id(), operator: 'ann', stocktake, codes: [MARKED, 'CO-1-2'], how: 'scan' as const };
      dock.act((book) => decideCount(counted, book));
      const closing = { ...SUPERVISED, id: dock.id(), job, operator: 'ann', loadOnScale: null };
      dock.act((book) => decideCloseJob(closing, book));
    };
    return { dock, end, shown: ['273.7', '273.9', '541.7', '505.4'] };
  },
  'what is taken out of it': () => {
    const dock = stored();
    dock.act((book) =>
      decideAllowRemoval(consentTo(dock.id(), { operator: 'sue', taker: 'ann', package: MARKED }), book),
    );
    dock.readSeal(MARKED, 'S-1');
    announce(dock, TAKING);
    const end = (): void => {
      dock.weigh(4.2);
      dock.onScale = null;
    };
    return { dock, end, shown: ['273.7', '273.9'] };
  },
};
