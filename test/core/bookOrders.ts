// What headquarters orders of a base at which random things happen: notices, amendments, releases, counts, decisions,
// sensible and nonsensical.
import type { Decide } from '../../agent/core/model/decide.ts';
import type { OrderBody } from '../../agent/core/model/order.ts';
import type { DecisionOrder, StocktakeScope } from '../../agent/core/model/stockOrders.ts';
import { LOTS, pick, type RandomBase, type Step } from './bookModel.ts';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';

/** An area, a lot or the whole base. */
export function randomScope(n: number): StocktakeScope {
  const scopes: StocktakeScope[] = [
    { kind: 'base-scope' },
    { kind: 'lot-scope', lot: pick(LOTS, n) ?? 'L1' },
    { kind: 'area-scope', area: 'A' },
  ];
  return scopes[n % 3] ?? { kind: 'base-scope' };
}

/** A decision on open findings; on an entry that is none if none is open. */
export function randomDecision(base: RandomBase, { a, b, c }: Step): OrderBody {
  const named = pick(base.findings(), b);
  const second = c % 3 === 0 && a % 6 !== 5 ? pick(base.findings(), b + 1) : undefined;
  const findings = [named, second].filter(
    (finding, index, candidates) => finding !== undefined && candidates.indexOf(finding) === index,
  );
  const references = findings.flatMap((finding) =>
    finding ? [{ epoch: finding.epoch, seq: finding.seq, hash: finding.hash }] : [],
  );
  const decision: DecisionOrder['decision'] =
    pick(['accept', 'return', 'recount', 'adjust', 'write-off', 'recognise'] as const, a) ?? 'accept';
  const concerned = named?.package == null ? undefined : base.book.get('package', named.package);
  const foreign = named?.package == null ? undefined : base.book.where('foreign', 'identity', named.package)[0];
  return {
    kind: 'decision',
    findings: references.length > 0 ? references : [{ epoch: 'e1', seq: 1, hash: 'f'.repeat(64) }],
    decision,
    adjust:
      decision === 'adjust' && concerned
        ? [{ package: concerned.id, netMg: Math.max(0, (concerned.netMg ?? 0) - (c % 4) * KG) }]
        : [],
    adopt:
      decision === 'accept' && foreign
        ? {
            identity: foreign.identity,
            package: base.newId(),
            lot: pick(LOTS, c) ?? 'L1',
            mark: base.newId(),
            tareMg: 18 * KG,
          }
        : null,
    recognise:
      decision === 'recognise' && foreign
        ? {
            identity: foreign.identity,
            package: pick(base.book.where('package', 'lot', pick(LOTS, c) ?? 'L1'), b)?.id ?? 'P',
          }
        : null,
    note: 'n',
  };
}

/** Any order of headquarters, whether or not it can be carried out. */
export function randomOrder(base: RandomBase, step: Step): Decide {
  const { a, b, c } = step;
  const lot = pick(LOTS, b) ?? 'L1';
  const gone = base.book
    .where('package', 'lot', lot)
    .filter(({ state }) => state === 'released')
    .map(({ id }) => id);
  const removals = base.ledger.entries.flatMap((entry) =>
    entry.kind === 'material-removed' ? [entry.body.removal] : [],
  );
  const bodies: (() => OrderBody)[] = [
    () =>
      notice(
        Array.from({ length: 2 + (b % 3) }, (_, n) => drumOf(lot, n)),
        { lot, totalGrossMg: c % 2 === 0 ? null : 268 * (2 + (b % 3)) * KG },
      ),
    () => ({
      kind: 'intake-amendment',
      lot,
      add: c % 2 === 0 ? [] : [drumOf(lot, 7)],
      drop: [base.subjects.package(c)].slice(c % 2),
      totalGrossMg: null,
    }),
    () => ({ kind: 'cancellation', cancels: base.subjects.anyOrder(b) }),
    () => ({
      kind: 'release-order',
      release: base.newId(),
      regime: 'normal',
      recipient: 'x',
      selection: { kind: 'by-lot', lot, count: c % 2 === 0 ? null : 1 },
    }),
    () => ({
      kind: 'release-order',
      release: base.newId(),
      regime: 'high-price',
      recipient: 'x',
      selection: {
        kind: 'oldest-first',
        commodity: 'Co',
        form: 'cobalt-metal',
        ownership: 'national',
        count: 1 + (c % 3),
      },
    }),
    () => ({ kind: 'sealed-order', sealed: `deposit-${b % 2}`, salt: 's', nonce: 'n', ciphertext: 'c' }),
    () => ({ kind: 'return-notice', lot, packages: gone.length === 0 ? [base.subjects.package(c)] : gone }),
    () => ({ kind: 'stocktake-order', stocktake: base.newId(), scope: randomScope(b) }),
    () => ({
      kind: 'stocktake-sample',
      stocktake: base.subjects.stocktake(b),
      packages: [base.subjects.inState(['counting'], c)],
    }),
    () => ({
      kind: 'booking',
      removals: [pick(removals, b) ?? 'none', ...(c % 4 === 0 ? [pick(removals, b + 1) ?? 'none'] : [])],
    }),
  ];
  return base.order((bodies[a % bodies.length] ?? (() => randomDecision(base, step)))());
}

function drumOf(lot: string, n: number): ReturnType<typeof drum> {
  const number = LOTS.findIndex((name) => name === lot) * 10 + n;
  return drum(number, { package: `${lot}-${n}`, mark: `${lot} DRUM ${n}` });
}
