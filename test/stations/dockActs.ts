// What people, goods, line, disk and power do at a true dock: each act is named, takes two numbers, and is physically
// possible in any situation. No act knows what the agent makes of it.
import { KG } from '../core/loads.ts';
import { CHECK_MG, DRUMS, E_MG, LOT, PALLET_MG } from './dockFacts.ts';
import { TrueDock } from './trueDock.ts';

export interface Act {
  act: keyof typeof ACTS;
  a: number;
  b: number;
}

type Perform = (dock: TrueDock, a: number, b: number) => void;

const pick = <T>(list: readonly T[], number: number): T => list[number % list.length] as T;
const drumOf = (number: number): (typeof DRUMS)[number] => pick(DRUMS, number);
/** How long something stands, in ms: shorter and longer than every time that a rule names. */
const standing = (number: number): number => pick([300, 1_200, 2_300, 4_500, 6_000, 3_300, 12_000, 800], number);
const goodsOn = (dock: TrueDock): string | undefined => dock.names.find((name) => name.startsWith('CO-'));

/** Takes everything off, and waits until the scale must have shown it. */
function clear(dock: TrueDock): void {
  dock.hiddenMg = 0;
  dock.tareMg = 0;
  if (dock.names.length > 0) dock.clear(600);
  dock.rest(2_000);
}

/** A person does what the page says until the scale may weigh. */
function tend(dock: TrueDock): void {
  clear(dock);
  for (let tries = 0; tries < 4; tries += 1) {
    const asked = dock.guidance();
    if (asked === 'confirm-empty') dock.ask({ kind: 'confirm-empty', station: 'dock-1' });
    else if (asked === 'check-start' || asked === 'check-again' || asked === 'check-failed') {
      dock.ask({ kind: 'start-check', station: 'dock-1' });
      dock.change({ check: CHECK_MG }, 400);
      dock.rest(1_800);
      dock.change({ check: 0 }, 400);
      dock.rest(1_500);
    } else break;
  }
}

/** What happens on the platform while nobody looks; it takes its time. */
function unseen(dock: TrueDock, kind: number): void {
  const { name, massMg } = drumOf(kind);
  switch (kind % 5) {
    case 0:
      return;
    case 1: {
      if (dock.names.length > 0) dock.clear(500);
      return;
    }
    case 2: {
      dock.change({ [name]: massMg }, 700);
      return;
    }
    case 3: {
      dock.clear(500);
      dock.change({ [name]: massMg }, 700);
      return;
    }
    case 4: {
      const lies = goodsOn(dock);
      if (lies !== undefined) dock.change({ [lies]: 0 }, 600);
    }
  }
}

export const ACTS = {
  place: (dock, a, b) => {
    const { name, massMg } = drumOf(a);
    dock.change({ [name]: massMg }, 300 + (b % 4) * 500);
    dock.rest(standing(b));
  },
  work: (dock, a, b) => {
    if (dock.names.length > 0) clear(dock);
    const { name, massMg } = drumOf(a);
    dock.change({ [name]: massMg }, 500);
    dock.rest(1_800);
    if (b % 3 !== 0) dock.ask(scan(drumOf(a).index));
    dock.rest(standing(b));
    clear(dock);
  },
  'set down slowly': (dock, a, b) => {
    const { name, massMg } = drumOf(a);
    for (const part of [0.3, 0.7].slice(b % 2)) {
      dock.change({ [name]: Math.round(massMg * part) }, 400);
      dock.rest(standing(a + b));
    }
    dock.change({ [name]: massMg }, 400);
    dock.rest(standing(b));
  },
  lift: (dock, a, b) => {
    if (dock.names.length > 0) dock.clear(300 + (a % 3) * 400);
    dock.rest(standing(b));
  },
  'exchange without zero': (dock, a, b) => {
    const { name, massMg } = drumOf(a);
    if (b % 3 === 0) dock.change(Object.fromEntries(dock.names.map((thing) => [thing, 5 * KG])), 500);
    else dock.clear(500);
    if (b % 3 === 1) dock.rest(250);
    dock.clear(dock.paceMs);
    dock.change({ [name]: massMg }, 500);
    dock.rest(standing(b));
  },
  'exchange beside': (dock, a, b) => {
    // Nobody pulls a pallet from under what lies on it.
    const before = dock.names.filter((thing) => thing !== 'pallet');
    const { name, massMg } = drumOf(a);
    dock.change({ [name]: massMg }, 500);
    dock.rest(standing(a) / 4);
    dock.change(Object.fromEntries(before.filter((thing) => thing !== name).map((thing) => [thing, 0])), 500);
    dock.rest(standing(b));
  },
  rest: (dock, _a, b) => dock.rest(standing(b)),
  'step on': (dock, a, b) => {
    dock.change({ person: pick([62 * KG, 1 * KG, 13 * KG], a) }, 300);
    dock.rest(standing(b));
  },
  'step off': (dock, _a, b) => {
    dock.change({ person: 0 }, 300);
    dock.rest(standing(b));
  },
  'add goods': (dock, a, b) => {
    dock.change({ goods: pick([E_MG * 4, 3 * KG, 40 * KG], a) }, 400);
    dock.rest(standing(b));
  },
  'take goods out': (dock, a, b) => {
    const lies = goodsOn(dock);
    if (lies === undefined) return;
    dock.change({ [lies]: pick([0.9, 0.5, 0.99], a) * (DRUMS.find(({ name }) => name === lies)?.massMg ?? 0) }, 400);
    dock.rest(standing(b));
  },
  'lift and set down': (dock, a, b) => {
    const lies = goodsOn(dock);
    if (lies === undefined) return;
    const massMg = DRUMS.find(({ name }) => name === lies)?.massMg ?? 0;
    dock.change({ [lies]: pick([0, 2 * KG, massMg / 2], a) }, 400);
    if (b % 2 === 0) dock.rest(200);
    dock.change({ [lies]: massMg }, 400);
    dock.rest(standing(b));
  },
  silence: (dock, a, b) => {
    dock.silent = true;
    const whole = pick([300, 900, 1_500, 5_000, 11_000, 60_000, 320_000, 600_000], a);
    dock.rest(whole / 2);
    // What moves goods takes longer than a silence that breaks nothing.
    if (whole > 1_000) unseen(dock, b);
    dock.rest(whole / 2);
    dock.silent = false;
    dock.rest(standing(a + b));
  },
  'bad line': (dock, a, b) => {
    dock.damagedFrames = 1 + (a % 6);
    dock.rest(standing(b));
  },
  'other unit': (dock, _a, b) => {
    dock.otherUnit = true;
    dock.rest(600);
    dock.otherUnit = false;
    dock.rest(standing(b));
  },
  kill: (dock, a, b) => {
    dock.die({ gracefully: a % 4 === 0, reboot: a % 7 === 6 });
    dock.rest(pick([200, 3_000, 60_000, 400_000], a));
    unseen(dock, b);
    dock.live();
    dock.rest(standing(a + b));
  },
  'disk fails': (dock, a) => dock.setDisk(pick(['before', 'after'] as const, a)),
  'disk works': (dock, _a, b) => {
    dock.setDisk('no');
    dock.rest(1_600 + standing(b));
  },
  scan: (dock, a, b) => {
    const lies = goodsOn(dock);
    const own = DRUMS.find(({ name }) => name === lies)?.index;
    dock.ask(scan(a % 3 === 0 || own === undefined ? a % DRUMS.length : own));
    dock.rest(standing(b));
  },
  hold: (dock, _a, b) => {
    dock.ask({ kind: 'hold-foreign', station: 'dock-1', identity: 'NO MARK', weighing: null });
    dock.rest(standing(b));
  },
  reverse: (dock, _a, b) => {
    const last = dock.ledger.all('weighing').at(-1);
    if (last) dock.ask({ kind: 'reverse-weighing', weighing: last.id });
    dock.rest(standing(b));
  },
  announce: (dock, a, b) => {
    const load = { kind: 'removal', reason: 'dust', sealBefore: null, sealAfter: null } as const;
    const finding = dock.ledger.all('finding').at(-1);
    if (a % 3 === 0 && finding)
      dock.ask({ kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding: finding.id } }, 'bob');
    else dock.ask({ kind: 'announce-load', station: 'dock-1', load: { ...load, package: drumOf(a).name } });
    dock.rest(standing(b));
  },
  'another person': (dock, _a, b) => {
    dock.ask({ kind: 'announce-load', station: 'dock-1', load: null }, 'bob');
    dock.rest(standing(b));
  },
  job: (dock, a, b) => {
    const open = dock.ledger.book.get('station', 'dock-1')?.job;
    if (open == null) dock.ask({ kind: 'open-job', order: 'order-CO-1', station: 'dock-1' });
    else if (a % 3 === 0) dock.ask({ kind: 'close-job', job: open });
    dock.rest(standing(b));
  },
  'neighbour comes': (dock, a, b) => {
    dock.neighbours.add(LOT[a % LOT.length]?.epcHex ?? '');
    dock.rest(standing(b));
  },
  'neighbour leaves': (dock, _a, b) => {
    dock.neighbours.clear();
    dock.rest(standing(b));
  },
  pallet: (dock, _a, b) => {
    clear(dock);
    dock.change({ pallet: PALLET_MG }, 400);
    dock.rest(500);
    dock.tareMg = PALLET_MG;
    dock.rest(standing(b));
  },
  'tare off': (dock, _a, b) => {
    dock.tareMg = 0;
    dock.rest(standing(b));
  },
  'zero key': (dock, _a, b) => {
    // A scale sets to zero up to 2 % of Max about its first zero.
    if (Math.abs(dock.trueMg) <= 12 * KG) dock.hiddenMg = dock.trueMg;
    dock.rest(standing(b));
  },
  'check in blocks': (dock, a, b) => {
    dock.ask({ kind: 'start-check', station: 'dock-1' });
    dock.change({ check: CHECK_MG / 2 }, 400);
    dock.rest(standing(a));
    dock.change({ check: CHECK_MG }, 400);
    dock.rest(standing(b));
  },
  overload: (dock, _a, b) => {
    dock.change({ lorry: 900 * KG }, 500);
    dock.rest(standing(b));
    dock.change({ lorry: 0 }, 500);
    dock.rest(standing(b));
  },
  tend,
} satisfies Record<string, Perform>;

function scan(index: number): { kind: 'identify'; station: string; code: string; typed: boolean; weighing: null } {
  return { kind: 'identify', station: 'dock-1', code: `DRUM ${index + 1}`, typed: false, weighing: null };
}

/** A dock whose day begins with the check weight and, on three days of four, an open job. */
export function beginDay(seed: number): TrueDock {
  const dock = new TrueDock(seed);
  tend(dock);
  if (seed % 4 !== 3) dock.ask({ kind: 'open-job', order: 'order-CO-1', station: 'dock-1' });
  return dock;
}

/** Everything works again, is cleared, and is written. */
export function endDay(dock: TrueDock): TrueDock {
  dock.setDisk('no');
  dock.silent = false;
  dock.rest(2_000);
  clear(dock);
  dock.rest(3_000);
  return dock;
}

/** A day of these acts. */
export function playActs(seed: number, acts: readonly Act[]): TrueDock {
  const dock = beginDay(seed);
  for (const { act, a, b } of acts) ACTS[act](dock, a, b);
  return endDay(dock);
}
