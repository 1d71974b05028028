// What must be true of the ledger, told from what really lay there and from the frames that really arrived. Written from
// DESIGN's words alone; it asks the agent nothing but its entries.
import type { Entry, EntryBodies, EntryKind } from '../../agent/core/model/entry.ts';
import { E_MG, MIN_MG, PALLET_MG, type Sample } from './dockFacts.ts';
import type { TrueDock } from './trueDock.ts';

/** From one zero that the scale has shown to the next, whatever lay there between. */
export interface Stay {
  fromMs: number;
  /** The last sample of the zero that ended it; null: none did. */
  endLife: number | null;
  toMs: number;
  samples: Sample[];
  /** What the indicator had tared at the zero before, in mg. */
  baseMg: number;
}

/** A statement of the ledger about one load. */
interface Told {
  load: string;
  seq: number;
  /** When it became true on the platform. */
  atMs: number;
  kind: EntryKind;
}

export const bornAtMs = (id: string): number => Number(/t(\d+)-/.exec(id)?.[1] ?? Number.NaN);

const ZERO_STANDS_MS = 500;
const GAP_MS = 1_000;
/** A disk that works again is found so within this time. */
const WAITED_MS = 3_000;

/** The samples, cut where an agent saw the scale show zero for half a second, or less than nothing. */
export function staysOf({ samples }: TrueDock): Stay[] {
  const stays: Stay[] = [];
  let stay: Stay = { fromMs: 0, toMs: Infinity, endLife: null, samples: [], baseMg: 0 };
  let run: Sample[] = [];
  for (const sample of samples) {
    stay.samples.push(sample);
    if (sample.frame === 'none' && sample.life !== 0) continue;
    const last = run.at(-1);
    const isOne = last?.shownMg === sample.shownMg && last.life === sample.life && sample.atMs - last.atMs <= GAP_MS;
    run = sample.frame !== 'good' ? [] : isOne ? [...run, sample] : [sample];
    const first = run[0];
    if (!first || !(sample.empty || isBelow(sample))) continue;
    if (run.length < 3 || !run.slice(-3).every(({ stable }) => stable)) continue;
    if (sample.empty && sample.atMs - first.atMs < ZERO_STANDS_MS) continue;
    stay.toMs = sample.atMs;
    stay.endLife = sample.life;
    if (stay.samples.some((one) => !one.empty && !isBelow(one))) stays.push(stay);
    stay = {
      fromMs: sample.atMs,
      toMs: Infinity,
      endLife: null,
      samples: [],
      baseMg: sample.empty ? sample.shownMg : 0,
    };
  }
  return [...stays, stay];
}

const isBelow = ({ stable, shownMg }: Sample): boolean => stable && shownMg + E_MG < 0;

const bodiesOf = <K extends EntryKind>(entries: readonly Entry[], kind: K): (EntryBodies[K] & { seq: number })[] =>
  entries.flatMap((entry) => (entry.kind === kind ? [{ ...(entry.body as EntryBodies[K]), seq: entry.seq }] : []));

/** Why each weighing counts no more. */
function setAside(entries: readonly Entry[]): Map<string, string> {
  const gone = new Map<string, string>(
    bodiesOf(entries, 'weighing-reversed').map(({ weighing, reason }) => [weighing, reason]),
  );
  for (const { weighings } of bodiesOf(entries, 'weighings-doubted'))
    for (const weighing of weighings) gone.set(weighing, 'doubted');
  return gone;
}

/** Reversals that tell by themselves what became of a load. */
const TELLS = ['operator', 'name-contradicted', 'tag-stayed', 'group-split'];

/** A disturbance that is written in a failure of the disk, or just after it, may have waited for all of it. */
function trueSinceMs({ diskFailures }: TrueDock, { kind, writtenMs }: { kind: EntryKind; writtenMs: number }): number {
  if (kind !== 'load-disturbed') return writtenMs;
  const waited = diskFailures.find(({ fromMs, toMs }) => fromMs <= writtenMs && writtenMs <= toMs + WAITED_MS);
  return waited?.fromMs ?? writtenMs;
}

/** Each thing that the ledger says finally of a load. */
export function toldOf(dock: TrueDock): Told[] {
  const entries = dock.entries();
  const gone = setAside(entries);
  const written = (kind: EntryKind, seq: number): number =>
    trueSinceMs(dock, { kind, writtenMs: dock.writtenAtMs.get(seq) ?? 0 });
  const others = (['load-disturbed', 'load-refused', 'load-unexplained', 'check-weighing'] as const).flatMap((kind) =>
    bodiesOf(entries, kind).map(({ load, seq }) => ({ load: load, seq, kind, atMs: written(kind, seq) })),
  );
  const told = new Set(others.map(({ load }) => load));
  const weighings = bodiesOf(entries, 'weighing').flatMap(({ load, weighing, seq }) => {
    const reason = gone.get(weighing);
    const counts = reason === undefined || (TELLS.includes(reason) && !told.has(load));
    const isLast = bodiesOf(entries, 'weighing').findLast((other) => other.load === load)?.seq === seq;
    return counts && isLast ? [{ load: load, seq, kind: 'weighing' as const, atMs: bornAtMs(weighing) }] : [];
  });
  return [...others, ...weighings].sort((one, other) => one.seq - other.seq);
}

function latestBefore(told: readonly Told[], ms: number): Told | undefined {
  return told
    .filter(({ atMs }) => atMs < ms)
    .sort((one, other) => one.atMs - other.atMs)
    .at(-1);
}

const at = (samples: readonly Sample[], ms: number): Sample | undefined => samples.findLast(({ atMs }) => atMs <= ms);

/** A load that lay there at a start and cannot be told from what was weighed last counts as that: which that was. */
function mistakenFor(stay: Stay, dock: TrueDock): number | null {
  const begun = stay.samples.findIndex(({ life }, index) => life !== 0 && stay.samples[index - 1]?.life === 0);
  if (begun === -1) return null;
  const last = toldMasses(dock).findLast(({ atMs }) => atMs < stay.toMs);
  // On a pallet it is the net that cannot be told from it.
  const isOne = (shownMg: number): boolean =>
    last?.masses.some((massMg) => [0, PALLET_MG].some((tareMg) => Math.abs(shownMg - tareMg - massMg) <= E_MG)) ??
    false;
  const isSame = stay.samples.slice(begun).some(({ stable, shownMg }) => stable && isOne(shownMg));
  return isSame && last ? last.atMs : null;
}

/** The masses of which the ledger spoke, one after the other. */
function toldMasses(dock: TrueDock): { atMs: number; masses: number[] }[] {
  const entries = dock.entries();
  return [
    ...bodiesOf(entries, 'weighing').map(({ weighing, grossMg }) => ({ atMs: bornAtMs(weighing), masses: [grossMg] })),
    ...bodiesOf(entries, 'check-weighing').map(({ seq, shownMg }) => ({
      atMs: dock.writtenAtMs.get(seq) ?? 0,
      masses: [shownMg],
    })),
    ...bodiesOf(entries, 'load-disturbed').map(({ seq, load, plateaus }) => ({
      atMs: dock.writtenAtMs.get(seq) ?? 0,
      masses: [
        ...plateaus.map(({ massMg }) => massMg),
        ...bodiesOf(entries, 'weighing').flatMap((one) => (one.load === load ? [one.grossMg] : [])),
      ],
    })),
  ].sort((one, other) => one.atMs - other.atMs);
}

/** Weighings of which the ledger spoke while something lay there, whatever became of them. */
function spokenOf(stay: Stay, dock: TrueDock): Told[] {
  return bodiesOf(dock.entries(), 'weighing')
    .map(({ load, weighing, seq }) => ({ load, seq, kind: 'weighing' as const, atMs: bornAtMs(weighing) }))
    .filter(({ atMs }) => atMs > stay.fromMs && atMs <= stay.toMs);
}

/** How often what lay there was another than the ledger spoke of last, once an agent began again. */
function strangersAfterRestart(stay: Stay, told: readonly Told[]): number {
  let strangers = 0;
  for (const [index, sample] of stay.samples.entries()) {
    const before = stay.samples[index - 1];
    if (!before || sample.life === 0 || before.life === sample.life) continue;
    const spoken = latestBefore(told, sample.atMs);
    if (!spoken) continue;
    const then = at(stay.samples, spoken.atMs)?.things ?? '';
    const since = stay.samples.filter(({ atMs }) => atMs >= spoken.atMs && atMs <= sample.atMs);
    // Three alike must be seen before anything else comes.
    const seen = stay.samples.slice(index).filter(({ frame }) => frame !== 'none');
    const isSeen = seen.slice(0, 3).every((one) => one.frame === 'good' && one.stable && one.things === then);
    if (!isSeen || since.some(({ things, steady }) => steady && things !== then)) strangers += 1;
  }
  return strangers;
}

/** Whether the ledger has to say something of what lay there: it stood, was seen, and was seen to be gone. */
function mustBeTold(stay: Stay, dock: TrueDock): boolean {
  const { endLife } = stay;
  if (endLife === null) return false;
  const isLoad = ({ shownMg }: Sample): boolean => shownMg - stay.baseMg >= MIN_MG + E_MG;
  let since: number | null = null;
  let seen = false;
  let must = false;
  for (const sample of stay.samples) {
    since = isLoad(sample) ? (since ?? sample.atMs) : null;
    seen = since !== null && (seen || (sample.frame === 'good' && sample.life === endLife));
    must ||= seen && since !== null && sample.atMs - since > 2_300;
  }
  return must && !diedUnwritten(dock, { fromMs: stay.toMs, life: endLife });
}

/** Whether the disk failed after that moment until the agent died: what it knew is lost, and nothing can bring it back. */
function diedUnwritten(dock: TrueDock, { fromMs: sinceMs, life }: { fromMs: number; life: number }): boolean {
  const died = dock.samples.find(({ life: other, atMs }) => atMs > sinceMs && other !== life)?.atMs ?? Infinity;
  return dock.diskFailures.some(({ fromMs, toMs }) => fromMs < died && toMs > sinceMs && died < toMs);
}

/** Property 1: exactly one outcome of every load. */
export function wrongOutcomes(dock: TrueDock): string[] {
  const told = toldOf(dock);
  const stays = staysOf(dock);
  const mistaken = stays.map((stay) => mistakenFor(stay, dock));
  return stays.flatMap((stay, index) => {
    const own = told.filter(({ load }) => bornAtMs(load) > stay.fromMs && bornAtMs(load) <= stay.toMs);
    const most = 1 + strangersAfterRestart(stay, [...own, ...spokenOf(stay, dock)]);
    // What passes for it later may be lost, and its weighing with it.
    const isMistaken = mistaken.some((ms) => ms !== null && ms > stay.fromMs && ms <= stay.toMs);
    const least = mustBeTold(stay, dock) && !isMistaken && mistaken[index] === null ? 1 : 0;
    const text = `${stay.fromMs}-${stay.toMs}: ${own.map(({ kind, load }) => `${kind} of ${load}`).join(', ')}`;
    if (own.length < least) return [`no outcome ${text}`];
    return own.length > most ? [`${own.length} outcomes, not ${most}: ${text}`] : [];
  });
}

/** A weighing that counts, with what lay there when its figure was shown. */
interface Standing {
  id: string;
  load: string;
  grossMg: number;
  takenMs: number;
  writtenMs: number;
  named: boolean;
  tags: readonly string[];
  taken: Sample;
  stay: Stay;
  /** What was seen of its load afterwards, by the agent that took it. */
  after: Sample[];
  retaken: boolean;
  /** When the weight of its load was recorded first. */
  firstMs: number;
}

function standingWeighings(dock: TrueDock): Standing[] {
  const entries = dock.entries();
  const gone = setAside(entries);
  const weighings = bodiesOf(entries, 'weighing');
  const stays = staysOf(dock);
  return weighings.flatMap(({ weighing, load, grossMg, seq, package: name, tags }) => {
    const takenMs = bornAtMs(weighing);
    const stay = stays.find(({ fromMs, toMs }) => fromMs < takenMs && takenMs <= toMs);
    const taken = stay?.samples.find(({ atMs }) => atMs === takenMs);
    if (gone.has(weighing) || !stay || !taken) return [];
    const after = stay.samples.filter(({ atMs, life }) => atMs > takenMs && life === taken.life);
    const retaken = weighings.some((other) => other.load === load && other.seq < seq);
    const writtenMs = dock.writtenAtMs.get(seq) ?? 0;
    return [
      {
        id: weighing,
        load,
        grossMg,
        takenMs,
        writtenMs,
        named: name !== null,
        tags: tags.map(({ epcHex }) => epcHex),
        taken,
        stay,
        after,
        retaken,
        firstMs: bornAtMs(weighings.find((other) => other.load === load)?.weighing ?? weighing),
      },
    ];
  });
}

/**
 * When nobody can say any more that what lies there is what was weighed; Infinity: never. `bySigns`: by what may
 * be a sign of it, and need not: another tag with a dip, a short pause before
 * another value, a frame that was read wrongly.
 */
function lostAtMs({ after, taken, stay, grossMg, tags: readTags }: Standing, bySigns = false): number {
  const known = new Set(readTags);
  let hasOther = false;
  let dipped = false;
  let lastMs = taken.atMs;
  let fell = false;
  let doubtful = false;
  for (const { atMs, frame, shownMg, tags } of after) {
    hasOther ||= tags.split(' ').some((tag) => tag !== '' && !known.has(tag));
    if (frame === 'none') continue;
    if (frame === 'overload' || frame === 'other-unit') return atMs;
    // What a frame that was read wrongly does to the agent's view cannot be demanded.
    if (bySigns && frame === 'garbled') return atMs;
    doubtful ||= frame === 'damaged';
    if (frame !== 'good') continue;
    const loadMg = shownMg - stay.baseMg;
    const isSame = Math.abs(loadMg - grossMg) <= E_MG;
    if (bySigns && !isSame && atMs - lastMs > 450) return atMs;
    if (atMs - lastMs > GAP_MS || (doubtful && !isSame) || (fell && loadMg >= MIN_MG)) return atMs;
    fell ||= loadMg < MIN_MG;
    dipped ||= loadMg < grossMg - E_MG;
    if (bySigns && hasOther && dipped) return atMs;
    doubtful = false;
    lastMs = atMs;
  }
  return Infinity;
}

/** A weight beyond 2 e that stood in full sight after the weighing; undefined: none. */
function otherStood(standing: Standing): Sample | undefined {
  const { after, taken, retaken, stay } = standing;
  const lost = lostAtMs(standing, true);
  const stands = retaken ? 1_200 : 3_200;
  let run: Sample[] = [];
  for (const sample of after) {
    if (sample.atMs >= lost) return undefined;
    if (sample.frame === 'none') continue;
    const isOther = sample.frame === 'good' && sample.stable && Math.abs(sample.trueMg - taken.trueMg) > 2 * E_MG;
    const isOne = run.at(-1)?.trueMg === sample.trueMg && sample.shownMg - stay.baseMg >= MIN_MG;
    run = isOther ? (isOne ? [...run, sample] : [sample]) : [];
    // Where no checksum covers them, three alike are asked for.
    const areAlike = run.length > 2 && run.slice(-3).every(({ shownMg }) => shownMg === sample.shownMg);
    if (areAlike && sample.atMs - (run[0]?.atMs ?? 0) > stands) return sample;
  }
  return undefined;
}

/** Property 2: no figure of a load that was disturbed, unknown, or not what lay there. */
export function wrongFigures(dock: TrueDock): string[] {
  return standingWeighings(dock).flatMap((one) => {
    const { id, grossMg, takenMs, taken, stay } = one;
    const before = stay.samples.filter(({ atMs }) => atMs > takenMs - 900 && atMs <= takenMs);
    const zero = at(dock.samples, stay.fromMs);
    const wrong: string[] = [];
    if (before.some(({ trueMg }) => Math.abs(trueMg - taken.trueMg) > 1.5 * E_MG))
      wrong.push('something else lay in its window');
    if (Math.abs(grossMg - (taken.shownMg - stay.baseMg)) > E_MG) wrong.push('it is not what lay there');
    if (stay.baseMg > 0 && !taken.things.includes('pallet')) wrong.push('what was tared lay there no more');
    // A load is being set down for ten seconds; what is heavier afterwards is another.
    if (takenMs - one.firstMs > 10_000) wrong.push(`it was taken again after ${takenMs - one.firstMs} ms`);
    if (taken.frame !== 'good') wrong.push('its own frame was none');
    if (zero?.life !== taken.life) wrong.push('this agent saw no zero before it');
    const seen = stay.samples.filter(({ atMs, frame }) => atMs <= takenMs && frame !== 'none');
    if (seen.some(({ atMs }, index) => atMs - (seen[index - 1]?.atMs ?? stay.fromMs) > 10_500))
      wrong.push('the scale may have been switched off since its zero');
    return wrong.map((words) => `${id}: ${words}`);
  });
}

/** Property 3: no standing weighing whose load changed, and none named after it was lost sight of. */
export function changedLoads(dock: TrueDock): string[] {
  const entries = dock.entries();
  const bound = [...bodiesOf(entries, 'weighing-bound'), ...bodiesOf(entries, 'package-foreign')];
  const standing = standingWeighings(dock);
  const twice = standing.filter((one) => standing.some((other) => other !== one && other.stay === one.stay));
  return [
    ...twice.map(({ id }) => `${id}: one of several weighings of one load`),
    ...standing.flatMap((one) => {
      const { id, takenMs, writtenMs, stay, taken } = one;
      if (diedUnwritten(dock, { fromMs: takenMs, life: taken.life })) return [];
      const wrong: string[] = [];
      const other = otherStood(one);
      if (other) wrong.push(`${other.things} stood there until ${other.atMs}`);
      const lost = lostAtMs(one);
      const name = bound.find(({ weighing }) => weighing === id);
      const namedMs = name ? (dock.writtenAtMs.get(name.seq) ?? 0) : takenMs;
      if (namedMs > lost) wrong.push(`it was named at ${namedMs}, and lost at ${lost}`);
      if (namedMs > stay.toMs && name) wrong.push('it was named when it was gone');
      const isDiskWell = dock.diskFailures.every(({ fromMs, toMs }) => takenMs < fromMs || takenMs > toMs);
      if (isDiskWell && writtenMs > lost) wrong.push(`it was recorded at ${writtenMs}, and lost at ${lost}`);
      if (!one.named && !name && lost < stay.toMs && stay.endLife === taken.life)
        wrong.push(`it was lost at ${lost} and never named`);
      return wrong.map((words) => `${id}: ${words}`);
    }),
  ];
}
