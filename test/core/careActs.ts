// What people do with packages in store, in the model of a base: one act a name.
import { decideCheckSeal, decideRelocate, decideReseal } from '../../agent/core/cases/packageCare.ts';
import { decideWithdrawRequest } from '../../agent/core/cases/waitingRequests.ts';
import { decideTypeRemoval } from '../../agent/core/loads/typedRemoval.ts';
import { decideLiftQuarantine, decideQuarantine } from '../../agent/core/cases/quarantine.ts';
import type { Decide } from '../../agent/core/model/decide.ts';
import { KG } from './loads.ts';
import { pick, type RandomBase, type Step } from './bookModel.ts';

/** What one step of a sequence would decide. */
export type Act = (base: RandomBase, step: Step) => Decide;

/** Set apart and brought back, moved, sealed. */
export const CARE_ACTS: Record<string, Act> = {
  quarantine(base, step) {
    const event = { ...base.commandMeta(step), package: base.subjects.package(step.b) };
    return (book) => decideQuarantine(event, book);
  },
  lift(base, step) {
    const event = { ...base.commandMeta(step), package: base.subjects.inState(['quarantined'], step.b) };
    return (book) => decideLiftQuarantine(event, book);
  },
  typeRemoval(base, step) {
    const event = {
      ...base.commandMeta(step),
      station: base.station(step.a),
      stationKnown: true,
      package: base.subjects.package(step.b),
      massMg: [300_000, 600_000, 1_400_000, 300 * KG][step.c % 4] ?? 0,
      stepMg: 100,
      note: 'r',
      said: {
        reason: step.c % 3 === 0 ? ('dust' as const) : ('sample' as const),
        sealBefore: base.book.get('package', base.subjects.package(step.b))?.seal ?? 'S-1',
        sealAfter: `N-${base.newId()}`,
      },
      scales: [],
    };
    return (book, at) => decideTypeRemoval(event, { book, at });
  },
  withdraw(base, step) {
    const request = pick(base.book.where('asked', 'state', 'waiting'), step.b);
    const meta = base.commandMeta(step);
    const { act, subject } = request ?? { act: 'release' as const, subject: 'none' };
    const operator = request && step.c % 4 !== 0 ? request.operator : meta.operator;
    return (book) => decideWithdrawRequest({ ...meta, operator, act, subject }, book);
  },
  care(base, step) {
    const act = base.commandMeta(step);
    const id = base.subjects.package(step.b);
    if (step.a % 3 === 0)
      return (book) =>
        decideRelocate(
          {
            ...act,
            codes: [{ code: id, how: step.c % 3 === 0 ? 'typed' : 'scanned' }],
            area: step.c % 2 === 0 ? 'A' : 'B',
            areaKnown: true,
          },
          book,
        );
    if (step.a % 3 === 1)
      return (book) => {
        const seal = step.c % 5 === 4 ? 'S-1' : (book.get('package', id)?.seal ?? `S-${id}`);
        return decideCheckSeal({ ...act, package: id, seal, intact: step.c % 2 === 0 }, book);
      };
    const sealAfter = `N-${base.newId()}`;
    return (book) => decideReseal({ ...act, package: id, reason: 'reseal', sealBefore: null, sealAfter }, book);
  },
};
