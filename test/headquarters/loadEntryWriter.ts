// Loads of a kind whose commands have tests of their own – groups, vehicles, typed weights, removed material – written
// as the entries that they come to, with the findings that follow by the core's own comparison.
import type { NamedWay } from '../../agent/core/model/proofs.ts';
import type { NewEntry, WeighingBody } from '../../agent/core/model/entry.ts';
import { provisionalWeighingRecord } from '../../agent/core/weight/weighingEntry.ts';
import { compareGroup, comparePasses } from '../../agent/core/weight/comparisons.ts';
import { ownPartMg } from '../../agent/core/weight/fitness.ts';
import { isFitForGroup, isPairFit } from '../../agent/core/weight/weighingFitness.ts';
import { SCALE } from './dockCommandWriter.ts';
import { random, type LinkRig } from './linkRig.ts';
import { needPackage } from './bookComparison.ts';
import { comparedFindings } from '../../agent/core/weight/weightFindings.ts';

export interface LoadEntryWriter {
  /** Who is at the bridge from here on; null: nobody. */
  stand(person: string | null): void;
  group(
    job: string,
    packages: string[],
    load: { grossMg: number; palletMg: number; palletKind?: 'weighed' | 'declared'; how?: NamedWay },
  ): string;
  vehicle(
    job: { job: string; lot: string },
    packages: string[],
    load: {
      beforeMg: number;
      afterMg: number;
      scanned: boolean;
      /** What the entry of the unloading says, where it is not what the pair rests on. */
      how?: NamedWay;
    },
  ): void;
  typed(job: { job: string; lot: string }, name: string, grossMg: number): void;
  removed(name: string, lot: string, massMg: number): string;
  entries(entries: NewEntry[]): void;
}

export function createLoadEntryWriter(rig: LinkRig): LoadEntryWriter {
  const { book } = rig.ledger;
  const write = (entries: NewEntry[]): void => {
    const done = rig.ledger.transact(random.id(), () => ({ entries, effects: [], result: {} }));
    if (done.kind !== 'decided') throw new Error(JSON.stringify(done));
  };
  const operator = 'ann';
  let present: string | null = operator;
  const station = 'bridge';
  return {
    entries: write,
    stand: (person) => {
      present = person;
    },
    group: (job, packages, { grossMg, palletMg, palletKind = 'weighed', how = 'scanned' }) => {
      const group = random.id();
      const named = packages.map(() => how);
      write([
        {
          kind: 'group-formed',
          body: { group, job, station, packages, named, palletTareMg: palletMg, palletTareKind: palletKind, operator },
        },
      ]);
      const weighing = weighingOf({ grossMg, basis: 'group', group, job, operator: present }, palletMg);
      const members = packages.map((id) => needPackage(book, id));
      const record = provisionalWeighingRecord(weighing, book);
      const comparison = compareGroup(book, {
        record,
        group: { palletTareMg: palletMg, palletTareKind: palletKind },
        members,
      });
      write([
        { kind: 'weighing', body: weighing },
        ...comparedFindings(record, {
          comparison,
          fit: isFitForGroup(book, { record, members }),
          lot: members[0]?.lot ?? null,
          job,
          package: null,
        }),
      ]);
      return weighing.weighing;
    },
    vehicle: ({ job, lot }, packages, { beforeMg, afterMg, scanned, how = scanned ? 'scanned' : null }) => {
      const visit = random.id();
      const [first, second] = [beforeMg, afterMg].map((grossMg) =>
        weighingOf({ grossMg, basis: 'vehicle', visit, purpose: 'pass', job: null, operator: present }),
      );
      if (!first || !second) throw new Error('two passes');
      const [before, after] = [provisionalWeighingRecord(first, book), provisionalWeighingRecord(second, book)];
      const members = packages.map((id) => needPackage(book, id));
      const comparison = comparePasses(book, { before, after, members });
      const lightest = Math.min(...members.map(({ announced }) => announced.grossMg));
      const verifies = scanned || lightest > 2 * comparison.toleranceMg ? 'packages' : 'nothing';
      write([
        { kind: 'vehicle-arrived', body: { visit, station, plates: 'P-1', operator } },
        { kind: 'weighing', body: first },
        { kind: 'vehicle-unloaded', body: { visit, lot, job, packages, how, operator } },
        { kind: 'weighing', body: second },
        {
          kind: 'vehicle-weighed',
          body: {
            visit,
            before: first.weighing,
            after: second.weighing,
            lots: [lot],
            jobs: [job],
            packages,
            massMg: beforeMg - afterMg,
            comparison,
            verifies,
          },
        },
        ...comparedFindings(after, {
          comparison,
          fit: isPairFit(book, { before, after, members }),
          lot,
          job,
          package: null,
        }),
      ]);
    },
    typed: ({ job, lot }, name, grossMg) => {
      const finding = {
        finding: random.id(),
        code: 'MANUAL_ENTRY' as const,
        lot,
        job,
        package: name,
        weighing: `typed-${name}`,
        comparison: null,
        operator,
        note: null,
      };
      write([
        {
          kind: 'weight-typed',
          body: { weighing: `typed-${name}`, package: name, job, lot, grossMg, reason: 'display only', operator },
        },
        { kind: 'finding', body: finding },
      ]);
    },
    removed: (name, lot, massMg) => {
      const removal = random.id();
      const weighing = weighingOf({ grossMg: massMg, basis: 'single', purpose: 'removal', package: name, job: null });
      const consent = { package: name, taker: operator, mostMg: massMg, minutes: 10, operator: 'bob' };
      write([
        { kind: 'removal-allowed', body: consent },
        { kind: 'seal-checked', body: { package: name, seal: `S-${removal}`, intact: true, operator: 'bob' } },
        { kind: 'weighing', body: weighing },
        {
          kind: 'material-removed',
          body: {
            removal,
            reason: 'sample',
            package: name,
            lot,
            massMg,
            weighing: weighing.weighing,
            sealBefore: `S-${removal}`,
            sealAfter: `N-${removal}`,
            allowedBy: 'bob',
            operator,
          },
        },
      ]);
      return removal;
    },
  };
}

let number = 1_000_000;

function weighingOf(
  of: Partial<WeighingBody> & { grossMg: number; basis: WeighingBody['basis'] },
  palletMg = 0,
): WeighingBody {
  number += 1;
  const range = { class: SCALE.class, intervalMg: SCALE.ranges[1]?.intervalMg ?? 0 };
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
  return {
    weighing: random.id(),
    load: random.id(),
    number,
    station: 'bridge',
    scale: { ...SCALE, instrument: 'bridge-scale' },
    range: 1,
    tareMg: 0,
    tareKind: 'none',
    netMg: of.grossMg,
    purpose: 'intake',
    group: null,
    visit: null,
    ownPartMg: ownPartMg(range, { loadMg: of.grossMg, palletTareMg: palletMg }),
    fitnessSharePpm: null,
    checkBiasMg: (number % 3) * 50_000 - 50_000,
    zeroMg: 0,
    zeroAtMonotonicMs: 0,
    window,
    tags: [],
    package: null,
    boundBy: of.package == null ? null : 'typed',
    order: null,
    lot: null,
    operator: 'ann',
    readAtMonotonicMs: 1,
    software: 's',
    configHash: 'c',
    job: null,
    ...of,
  };
}
