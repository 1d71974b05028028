// A dock whose every act is decided by the core and written to a real ledger: what headquarters will judge again.
import { SUPERVISED, takenBackBy } from '../core/staff.ts';
import type { Decide } from '../../agent/core/model/decide.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import {
  decideAttachTag,
  decideHoldForeign,
  decideIdentify,
  decideDeclareMissing,
} from '../../agent/core/loads/identifyLoad.ts';
import { decideCloseJob, decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { random, type LinkRig } from './linkRig.ts';
import { newLoad } from '../core/loads.ts';

export const SCALE: ScaleFacts = {
  instrument: 'scale-1',
  model: 'and-ad4406',
  serialNumber: null,
  class: 'III',
  ranges: [
    { maxMg: 600_000_000, minMg: 4_000_000, intervalMg: 200_000 },
    { maxMg: 1_500_000_000, minMg: 10_000_000, intervalMg: 500_000 },
  ],
  unit: 'kg',
  decimals: 1,
  verified: true,
  verificationMark: 'M-1',
  verifiedUntil: '2027-12-31',
};

export interface DockCommandWriter {
  /** The job's id. */
  open(order: string): string;
  /** Who is at the station from here on; null: nobody. */
  stand(person: string | null): void;
  weigh(grossMg: number, scale?: ScaleFacts, tags?: readonly string[]): string;
  identify(code: string): void;
  holdForeign(identity: string): void;
  attachTag(name: string, epcHex: string): void;
  missing(name: string): void;
  reverse(weighing: string): void;
  close(): void;
}

export function createDockCommandWriter(rig: LinkRig): DockCommandWriter {
  const act = (decide: Decide): void => {
    const done = rig.ledger.transact(random.id(), decide);
    if (done.kind !== 'decided') throw new Error(JSON.stringify(done));
  };
  act(() => ({
    entries: [{ kind: 'agent-started', body: { run: 'r', software: 's', configHash: 'c', releasedWallMs: 0 } }],
    effects: [],
    result: {},
  }));
  const station = 'dock-1';
  const operator = 'ann';
  let job = '';
  let weighing: string | null = null;
  let present: string | null = operator;
  return {
    stand: (person) => {
      present = person;
    },
    open: (order) => {
      job = random.id();
      act((book) => decideOpenJob({ job, order, station, stationKnown: true, operator }, book));
      return job;
    },
    weigh: (grossMg, scale = SCALE, tags = []) => {
      const id = random.id();
      weighing = id;
      const range = grossMg <= (scale.ranges[0]?.maxMg ?? 0) ? 0 : 1;
      const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
      const capture = {
        load: 1,
        take: 1,
        purpose: 'weigh' as const,
        grossMg,
        range,
        readAtMs: 5_000,
        zeroAtMs: 1_000,
        window,
        tags: tags.map((epcHex) => ({ epcHex, tidHex: null, reads: 9, background: false, elsewhere: false })),
      };
      act((book, at) =>
        decideCapture(
          {
            station,
            capture,
            scale,
            weighing: id,
            ...newLoad(),
            operator: present,
            software: 's',
            configHash: 'c',
            at,
          },
          book,
        ),
      );
      return id;
    },
    identify: (code) =>
      act((book) => decideIdentify({ station, weighing, seen: weighing, code, typed: false, operator }, book)),
    holdForeign: (identity) =>
      act((book) =>
        decideHoldForeign({ station, weighing, seen: weighing, identity, operator, findingId: random.id() }, book),
      ),
    attachTag: (name, epcHex) =>
      act((book) => decideAttachTag({ package: name, epcHex, operator, findingId: random.id() }, book)),
    missing: (name) =>
      act((book) => decideDeclareMissing({ job, package: name, operator, findingId: random.id() }, book)),
    reverse: (id) => {
      for (const person of ['sue', 'tom']) act((book) => decideReverse(takenBackBy(person, id), book));
    },
    close: () =>
      act((book) => decideCloseJob({ ...SUPERVISED, id: random.id(), job, operator, loadOnScale: null }, book)),
  };
}
