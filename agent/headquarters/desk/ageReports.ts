// What has stood too long: packages by when they last proved to be at their base, and orders by when they were issued.
// Reads only; a date is the base's own, or headquarters' when it issued the order.
import type { HeadquartersStore } from '../store/headquartersStore.ts';

/** A package at a base, and when and how it last proved to be there; both null: nothing proves it. */
export interface ProvedPackageReport {
  base: string;
  lot: string;
  package: string;
  state: string;
  area: string | null;
  proved: string | null;
  way: string | null;
}

/** Every package at a base, first what nothing proves, then what was proved longest ago. */
export function listProvedPackages(store: HeadquartersStore): ProvedPackageReport[] {
  return store
    .prepare<[], Omit<ProvedPackageReport, 'proved'> & { wallMs: number | null }>(
      `SELECT p.base, p.lot, p.package, p.state, p.area, f.way, f.wall_ms AS wallMs
       FROM packages p LEFT JOIN proofs f ON f.proof =
         (SELECT max(proof) FROM proofs WHERE base = p.base AND package = p.package)
       WHERE p.state IN ('present', 'stored', 'allocated', 'picked', 'staged', 'counting', 'quarantined')
       ORDER BY f.wall_ms NULLS FIRST, p.base, p.package`,
    )
    .all()
    .map(({ wallMs, way, ...row }) => ({ ...row, proved: formatDay(wallMs), way }));
}

/** An order; `counter` and `issued` are null until it is issued, `answer` until the base has answered. */
export interface OrderReport {
  base: string;
  order: string;
  kind: string;
  lot: string | null;
  counter: number | null;
  issued: string | null;
  answer: string | null;
  /** The base has not answered it, or has not done all that it asks for. */
  open: boolean;
}

/** All orders as they were queued. Open is a notice of which a package may still come, a release, a count not closed. */
export function buildOrderReports(store: HeadquartersStore): OrderReport[] {
  return store
    .prepare<[], Omit<OrderReport, 'issued' | 'open'> & { issuedMs: number | null; open: number }>(
      `SELECT o.base, o.order_id AS 'order', o.body ->> '$.kind' AS kind, o.body ->> '$.lot' AS lot, o.counter,
         o.issued_ms AS issuedMs, o.answer,
         o.answer IS NULL OR (o.answer = 'received' AND (
           EXISTS (SELECT 1 FROM packages p WHERE p.base = o.base AND p.order_id = o.order_id AND p.state = 'expected')
           OR EXISTS (SELECT 1 FROM releases r WHERE r.base = o.base AND r.order_id = o.order_id AND r.state = 'open')
           OR EXISTS (SELECT 1 FROM stocktakes s WHERE s.base = o.base AND s.order_id = o.order_id AND s.state <> 'closed')
         )) AS open
       FROM orders o ORDER BY o.number`,
    )
    .all()
    .map(({ issuedMs, open, ...row }) => ({ ...row, issued: formatDay(issuedMs), open: open === 1 }));
}

const JAPAN_AHEAD_MS = 9 * 3_600_000;

/** The day in Japan, YYYY-MM-DD. */
function formatDay(wallMs: number | null): string | null {
  return wallMs === null ? null : new Date(wallMs + JAPAN_AHEAD_MS).toISOString().slice(0, 10);
}
