// What people, headquarters and scales do in the model of a base: one act a name.
import { NAMED_WAYS } from '../../agent/core/model/proofs.ts';
import { STAFF, SUPERVISED } from './staff.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import * as cases from '../../agent/core/cases/caseDecisions.ts';
import { decideAttachPhoto } from '../../agent/core/cases/attachPhoto.ts';
import type { Decide } from '../../agent/core/model/decide.ts';
import { REPORTED_CODES } from '../../agent/core/model/findings.ts';
import { decideFormGroup, decideSplitGroup } from '../../agent/core/intake/weighingGroup.ts';
import {
  decideAttachTag,
  decideHoldForeign,
  decideIdentify,
  decideNameWeighing,
  decideDeclareMissing,
} from '../../agent/core/loads/identifyLoad.ts';
import * as jobs from '../../agent/core/jobs/jobDecisions.ts';
import { decideTypeWeight } from '../../agent/core/intake/typedWeight.ts';
import {
  decideAnnouncePass,
  decideVehicleArrived,
  decideVehicleUnloaded,
} from '../../agent/core/intake/vehicleVisit.ts';
import { decideOpenSealed } from '../../agent/core/release/openDeposit.ts';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { decideGatePassage } from '../../agent/core/release/gatePassage.ts';
import { decideCount } from '../../agent/core/stocktake/countPackages.ts';
import { decideOpenStocktake } from '../../agent/core/stocktake/openStocktake.ts';
import { type RandomBase, LOTS, PEOPLE, saidOfPass, type Step, SUPERVISORS } from './bookModel.ts';
import { type Act, CARE_ACTS } from './careActs.ts';
import { randomDecision, randomOrder, randomScope } from './bookOrders.ts';
import { KG } from './loads.ts';
import type { CountMethod } from '../../agent/core/model/commandValues.ts';

/** Every act by name: what it would decide. */
export const ACTS: Record<string, Act> = {
  ...CARE_ACTS,
  weigh(base, step) {
    return base.capture(step, { risen: false });
  },
  rise(base, step) {
    return base.capture(step, { risen: true });
  },
  check(base, step) {
    return base.check(step, 100 * KG);
  },
  checkFails(base, step) {
    return base.check(step, 103 * KG);
  },
  order(base, step) {
    return randomOrder(base, step);
  },
  notice(base, step) {
    return randomOrder(base, { ...step, a: 0 });
  },
  release(base, step) {
    return randomOrder(base, { ...step, a: 3 });
  },
  decide(base, step) {
    return base.order(randomDecision(base, step));
  },
  openJob(base, step) {
    const event = {
      ...base.commandMeta(step),
      job: `job-${base.ledger.entries.length}`,
      order: base.subjects.order(step.b),
      station: base.station(step.a),
      stationKnown: true,
    };
    return (book) => jobs.decideOpenJob(event, book);
  },
  identify(base, step) {
    const event = {
      ...base.load(base.station(step.a)),
      seen: null,
      code: base.subjects.code(step.b),
      typed: step.b % 2 === 0,
      operator: base.commandMeta(step).operator,
    };
    return (book) => decideIdentify(event, book);
  },
  nameWeighing(base, step) {
    const { id, operator } = base.commandMeta(step);
    const event = {
      weighing: base.subjects.weighing(step.a),
      code: base.subjects.code(step.b),
      isForeign: step.b % 3 === 0,
      isLoadGone: step.b % 5 !== 0,
      operator,
      findingId: id,
    };
    return (book) => decideNameWeighing(event, book);
  },
  hold(base, step) {
    const { id, operator } = base.commandMeta(step);
    const event = {
      ...base.load(base.station(step.a)),
      seen: null,
      identity: step.b % 3 === 0 ? base.subjects.code(step.b) : `ALIEN ${step.b % 5}`,
      operator,
      findingId: id,
    };
    return (book) => decideHoldForeign(event, book);
  },
  attachTag(base, step) {
    const event = {
      package: base.subjects.package(step.b),
      epcHex: `3074257BF7194E40000011${String(step.a % 90).padStart(2, '0')}`,
      operator: 'ann',
      findingId: base.newId(),
    };
    return (book) => decideAttachTag(event, book);
  },
  missing(base, step) {
    const { id, operator } = base.commandMeta(step);
    const event = {
      job: base.subjects.job(step.a),
      package: base.subjects.inState(['expected'], step.b),
      operator,
      findingId: id,
    };
    return (book) => decideDeclareMissing(event, book);
  },
  reverse(base, step) {
    const liesThere = step.b % 3 === 0;
    const event = { ...base.commandMeta(step), weighing: base.subjects.weighing(step.a), liesThere, people: STAFF };
    return (book) => decideReverse(event, book);
  },
  closeJob(base, step) {
    const event = { ...base.commandMeta(step), job: base.subjects.job(step.a), loadOnScale: null };
    return (book) => jobs.decideCloseJob({ ...SUPERVISED, ...event, scales: base.scales }, book);
  },
  endDelivery(base, step) {
    const event = { ...base.commandMeta(step), job: base.subjects.job(step.a), loadOnScale: null };
    return (book) => jobs.decideEndDelivery(event, book);
  },
  moveJob(base, step) {
    const event = {
      ...base.commandMeta(step),
      job: base.subjects.job(step.a),
      station: base.station(step.b),
      stationKnown: true,
    };
    return (book) => jobs.decideMoveJob(event, book);
  },
  takeOver(base, step) {
    const event = { ...base.commandMeta(step), job: base.subjects.job(step.a) };
    return (book) => jobs.decideTakeOver(event, book);
  },
  unannounced(base, step) {
    const event = { ...base.commandMeta(step), station: base.station(step.a), stationKnown: true };
    return (book) => jobs.decideOpenUnannounced(event, book);
  },
  formGroup(base, step) {
    const names = [0, 1, 2].slice(step.c % 2).map((n) => base.subjects.inState(['expected'], step.b + n));
    const codes = names.map((code, n) => ({ code, how: NAMED_WAYS[(step.c + n) % 3] ?? 'typed' }));
    const event = {
      ...base.commandMeta(step),
      station: base.station(step.a),
      codes,
      palletTareMg: 0,
      palletTareKind: 'none' as const,
      loadOnScale: null,
    };
    return (book) => decideFormGroup(event, book);
  },
  splitGroup(base, step) {
    const groups = base.ledger.entries.flatMap((entry) => (entry.kind === 'group-formed' ? [entry.body.group] : []));
    const event = { ...base.commandMeta(step), group: groups.at(-1) ?? 'none' };
    return (book) => decideSplitGroup(event, book);
  },
  typeWeight(base, step) {
    const event = {
      ...base.commandMeta(step),
      job: base.subjects.job(step.a),
      package: base.subjects.inState(['expected'], step.b),
      grossMg: 268 * KG,
      reason: 'r',
    };
    return (book) => decideTypeWeight(event, book);
  },
  vehicle(base, step) {
    const visits = base.ledger.entries.flatMap((entry) => (entry.kind === 'vehicle-arrived' ? [entry.body.visit] : []));
    const act = base.commandMeta(step);
    const visit = visits.at(-1) ?? 'none';
    if (step.b % 3 === 0) return (book, at) => decideVehicleArrived({ ...act, ...base.arrival(step) }, { book, at });
    if (step.b % 3 === 1)
      return (book) => decideVehicleUnloaded({ ...act, visit, lot: LOTS[step.a % 3] ?? 'L1', codes: [] }, book);
    return (book, at) =>
      decideAnnouncePass({ ...act, ...saidOfPass(step), visit, loadOnScale: () => null }, { book, at });
  },
  announce: (base, step) => announced(base, step),
  recount(base, step) {
    return announced(base, { ...step, a: 0 });
  },
  report(base, step) {
    const code = REPORTED_CODES[step.a % REPORTED_CODES.length] ?? 'MOISTURE';
    const event = {
      ...base.commandMeta(step),
      code,
      package: step.b % 7 === 0 ? 'ALIEN 1' : base.subjects.package(step.b),
      note: 'seen',
    };
    return (book) => cases.decideReport(event, book);
  },
  lookAgain(base, step) {
    const missing = base.subjects.missing(step.b);
    const event = { ...base.commandMetaFor(missing, step), finding: missing, there: step.a % 3 !== 0 };
    return (book) => cases.decideLookAgain(event, book);
  },
  photograph(base, step) {
    const finding = base.subjects.finding(step.b);
    const event = {
      ...base.commandMeta(step),
      finding,
      photo: String(step.a % 3).repeat(64),
      storedBytes: step.c % 5 === 0 ? null : 1_000,
    };
    return (book) => decideAttachPhoto(event, book);
  },
  approve(base, step) {
    const recounted = base.ledger.book.where('finding', 'state', 'recounted');
    const finding = recounted[step.b % Math.max(1, recounted.length)]?.id ?? base.subjects.finding(step.b);
    const act = base.commandMetaFor(finding, step);
    return (book, at) =>
      cases.decideApprove({ ...act, supervisor: SUPERVISORS.includes(act.operator), finding }, { book, at });
  },
  deputy(base, step) {
    const act = base.commandMeta(step);
    const event = {
      ...act,
      supervisor: SUPERVISORS.includes(act.operator),
      deputy: PEOPLE[step.b % 5] ?? 'ann',
      deputyKnown: true,
      hours: 1 + (step.a % 40),
    };
    return () => cases.decideNameDeputy(event);
  },
  pick(base, step) {
    const event = {
      ...base.commandMeta(step),
      job: base.subjects.job(step.a),
      code: base.subjects.inState(['allocated'], step.b),
      how: step.c % 2 === 0 ? ('scanned' as const) : ('typed' as const),
    };
    return (book) => decidePick(event, book);
  },
  openSealed(base, step) {
    const event = {
      ...base.commandMeta(step),
      sealed: `deposit-${step.b % 2}`,
      content: step.a % 3 === 0 ? null : base.release,
    };
    return (book) => decideOpenSealed(event, book);
  },
  openStocktake(base, step) {
    const event = {
      ...base.commandMeta(step),
      station: base.station(step.a),
      stationKnown: true,
      scope: randomScope(step.b),
      areaKnown: true,
    };
    return (book) => decideOpenStocktake(event, book);
  },
  count(base, step) {
    const hows: CountMethod[] = ['scan', 'tag', 'typed', 'absent', 'inferred'];
    const codes = [0, 1, 2, 3].slice(step.a % 4).map((n) => base.subjects.inState(['counting'], step.b + n));
    const event = {
      ...base.commandMeta(step),
      stocktake: base.subjects.stocktake(step.b),
      codes: step.c % 6 === 0 ? ['ALIEN 3'] : codes,
      how: hows[step.c % 5] ?? 'scan',
    };
    return (book) => decideCount(event, book);
  },
  passage(base, step) {
    const record = base.subjects.package(step.b);
    const epcHex = base.ledger.book.get('package', record)?.epcHex ?? 'E200000000000000000000AA';
    const { id } = base.commandMeta(step);
    return (book) =>
      decideGatePassage(
        { id, station: 'gate-1', passage: { epcHex, direction: step.a % 2 === 0 ? 'out' : 'in', atMs: 0 } },
        book,
      );
  },
};

function announced(base: RandomBase, step: Step): Decide {
  const station = base.station(step.c);
  const load = base.announcement(step);
  const act = base.commandMetaFor(load?.kind === 'recount' ? load.finding : '', { ...step, c: step.b });
  const event = { ...act, station, weighing: null, stationKnown: true, load, scales: base.scales };
  return (book) => decideAnnounceLoad(event, book);
}
