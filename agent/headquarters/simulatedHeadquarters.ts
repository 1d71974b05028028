// Headquarters beside a simulated base: signs its orders, books every entry by its own code and says where it comes to
// something else. Without envelopes, seals and sockets, which are tested elsewhere. main.ts hands it to simulators/days,
// which this file must not know: the two fit by structure.
import { GENESIS_HASH } from '../link/contract/hashDomains.ts';
import { generateKeyPairSync } from 'node:crypto';
import type { Entry } from '../link/contract/entrySchemas.ts';
import { SIGNED_TYP } from '../link/contract/envelope.ts';
import { bookEntry } from './book/bookEntry.ts';
import { buildStockReport, type StockReport } from './desk/stockReport.ts';
import { type HeadquartersKeyRing, parseHeadquartersKeys } from './signing/headquartersKeys.ts';
import { signHeadquartersText } from './signing/messageSeal.ts';
import { ownBookRules } from './book/bookRules.ts';
import { type HeadquartersBook, openHeadquartersBook } from './store/headquartersBook.ts';
import type { LinkStore } from './store/linkStore.ts';
import { openLinkStore } from './store/sqliteLinkStore.ts';

/** What headquarters makes of a base's entries. */
export interface SimulatedJudgement {
  /** Entries that it could not book, with its reason. */
  rejected: string[];
  /** Verdicts, releases, stocktakes and findings in which it comes to something else. */
  differences: string[];
}

/** Nothing is sent there. */
const TOPIC = '0'.repeat(32);
const NO_DEPOSITS: ReadonlyMap<string, string> = new Map();

/** A headquarters in memory, for one base of one epoch. */
export class SimulatedHeadquarters {
  readonly #link: LinkStore = openLinkStore(':memory:');
  readonly #book: HeadquartersBook = openHeadquartersBook(':memory:', { rules: ownBookRules().name, mayDrop: true });
  readonly #keys: HeadquartersKeyRing = makeKeys();
  readonly #rejected: string[] = [];
  readonly #differing: string[] = [];
  #previousHash = GENESIS_HASH;
  #baseSigningKey = '';

  /** The compact text that stands for an order. */
  signOrder(order: object): string {
    return signHeadquartersText(SIGNED_TYP.order, order, this.#keys);
  }

  /** Books entries, in order. */
  receiveEntries(entries: readonly { entry: Entry; hash: string }[]): void {
    this.#book.transact(() => {
      for (const { entry, hash } of entries) this.#receive(entry, hash);
    });
  }

  #receive(entry: Entry, hash: string): void {
    if (entry.kind === 'epoch-opened') this.#open(entry);
    const stream = this.#link.findStream(entry.base, entry.epoch);
    if (!stream) throw new Error(`entry ${entry.seq} is of an epoch that was not opened`);
    const known = { keys: this.#keys, baseSigningKey: this.#baseSigningKey, deposits: NO_DEPOSITS };
    const reason = bookEntry({ store: this.#book, stream, hash, previousHash: this.#previousHash, ...known }, entry);
    this.#previousHash = hash;
    if (reason !== null) this.#rejected.push(`entry ${entry.seq}, ${entry.kind}: ${reason}`);
    if (entry.kind === 'verdict') this.#noteVerdict(stream.stream, { seq: entry.seq, lot: entry.body.lot });
  }

  #open({ base, epoch, body }: Extract<Entry, { kind: 'epoch-opened' }>): void {
    const { signingKey, sealingKey } = body;
    this.#baseSigningKey = signingKey;
    this.#link.enrolBase({ base, topic: TOPIC, signing_key: signingKey, sealing_key: sealingKey });
    const start = { seq: 0, hash: GENESIS_HASH };
    const { stream } = this.#link.greetStream({
      ...{
        base,
        epoch,
        newest: { epoch, previous: body.previous },
        previous: body.previous,
        nonce: '',
        orderCounter: 0,
        branch: false,
      },
      ...{ ...start, acknowledged: start },
    }).stream;
    this.#book.saveRow('epochs', { stream, base, epoch });
  }

  /** Of each verdict, not only of a lot's last one. */
  #noteVerdict(stream: number, { seq, lot }: { seq: number; lot: string }): void {
    const differing = this.#book
      .prepare<[number, number], string>('SELECT differences FROM verdicts WHERE stream = ? AND seq = ?')
      .pluck()
      .get(stream, seq);
    if (differing !== undefined && differing !== '') this.#differing.push(`verdict of ${lot}: ${differing}`);
  }

  /** What it would report of the base. */
  report(): StockReport {
    return buildStockReport({ link: this.#link, book: this.#book });
  }

  /** What it found until now. */
  judge(): SimulatedJudgement {
    const report = this.report();
    const differing = ({ differences }: { differences: readonly string[] }): boolean => differences.length > 0;
    return {
      rejected: [...this.#rejected],
      differences: [
        ...this.#differing,
        ...report.releases.filter(differing).map(({ release, differences }) => `${release}: ${differences.join(', ')}`),
        ...report.stocktakes
          .filter(differing)
          .map(({ stocktake, differences }) => `${stocktake}: ${differences.join(', ')}`),
        ...report.unreportedFindings.map((finding) => `not reported by the base: ${JSON.stringify(finding)}`),
      ],
    };
  }

  close(): void {
    this.#book.close();
    this.#link.close();
  }
}

function makeKeys(): HeadquartersKeyRing {
  return parseHeadquartersKeys({
    acknowledge: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
    order: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
    sealing: generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' }),
  });
}
