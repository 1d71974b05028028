// What has stood too long: packages by when they last proved to be at their base, and orders by when they were issued.
// Reads only; a date is the base's own, or headquarters' when it issued the order.
import { asMassMg, formatKilograms } from '../../../drivers/contract/mass.ts';
import type { BookGivenUpRow } from '../book/bookGivenUpRow.ts';
import type { HeadquartersBook } from '../store/headquartersBook.ts';
import type { Halves } from '../store/halves.ts';

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
export function listProvedPackages(store: HeadquartersBook): ProvedPackageReport[] {
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
export function buildOrderReports({ link, book }: Halves): OrderReport[] {
  const unfinished = new Set(
    book
      .prepare<[], { base: string; order_id: string }>(
        `SELECT base, order_id FROM packages WHERE state = 'expected'
         UNION SELECT base, order_id FROM releases WHERE state = 'open'
         UNION SELECT base, order_id FROM stocktakes WHERE state <> 'closed' AND order_id IS NOT NULL`,
      )
      .all()
      .map(({ base, order_id }) => `${base} ${order_id}`),
  );
  return link.listOrders().map(({ base, order_id, body, counter, issued_ms, answer }) => {
    const { kind, lot = null } = JSON.parse(body) as { kind: string; lot?: string };
    const isOpen = answer === null || (answer === 'received' && unfinished.has(`${base} ${order_id}`));
    return { base, order: order_id, kind, lot, counter, issued: formatDay(issued_ms), answer, open: isOpen };
  });
}

/** Records of loads that a station lost because its disk took nothing; times in Japan, by the base's clock. */
export interface GivenUpRecordsReport {
  base: string;
  station: string;
  scale: string;
  records: number;
  /** The heaviest of these loads. */
  highestKg: string;
  since: string;
  until: string;
}

/** All records that were given up, as the bases told them. */
export function listGivenUpRecords(book: HeadquartersBook): GivenUpRecordsReport[] {
  return book
    .prepare<[], BookGivenUpRow>('SELECT * FROM given_up_records ORDER BY stream, seq')
    .all()
    .map(({ base, station, scale, records, highest_mg, since_ms, until_ms }) => ({
      ...{ base, station, scale, records },
      highestKg: formatKilograms(asMassMg(highest_mg)),
      since: formatMinute(since_ms),
      until: formatMinute(until_ms),
    }));
}

const JAPAN_AHEAD_MS = 9 * 3_600_000;

/** The day in Japan, YYYY-MM-DD. */
function formatDay(wallMs: number | null): string | null {
  return wallMs === null ? null : new Date(wallMs + JAPAN_AHEAD_MS).toISOString().slice(0, 10);
}

/** Day and minute in Japan, YYYY-MM-DD HH:MM. */
export function formatMinute(wallMs: number): string {
  return new Date(wallMs + JAPAN_AHEAD_MS).toISOString().slice(0, 16).replace('T', ' ');
}
