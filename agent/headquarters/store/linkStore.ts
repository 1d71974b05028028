// What the link half of headquarters keeps: bases, streams, entries, orders, deposits, and nothing that follows from them.
// Each method is one whole transaction with plain values in and out, so that another database can stand behind it. Must
// not know what entries mean.

/** A base that headquarters knows: its topic id and its public keys as base64url. */
export interface BaseRow {
  base: string;
  topic: string;
  signing_key: string;
  sealing_key: string;
}

/** With the number of its entries that are stored, over all its epochs. */
export interface EnrolledBaseRow extends BaseRow {
  stored: number;
}

/**
 * A stream: the entries of one base in one epoch, their head and their counters. `branch` is empty, or the newer epoch
 * under which the base sent another past of this one; then the entries up to `from_seq` are those of the stream without
 * a branch.
 */
export interface StreamRow {
  stream: number;
  base: string;
  epoch: string;
  branch: string;
  /** The base's key when the epoch was opened here. */
  signing_key: string;
  /** Where the epoch before ended, as the base's hello says; null at its installation. */
  previous_epoch: string | null;
  previous_seq: number | null;
  previous_hash: string | null;
  from_seq: number;
  from_hash: string;
  state: 'approved' | 'waiting' | 'stopped';
  reason: string;
  seq: number;
  hash: string;
  hellos: number;
  applied: number;
  duplicates: number;
  gaps: number;
  /** Nonce of the last hello. */
  conversation: string;
  /** What the last hello said of the base: `behind`, it holds less than was stored; `forked`, it holds something else. */
  standing: 'fits' | 'behind' | 'forked';
  /** The last entry and the last order that the base has, as the last hello says. */
  told_seq: number;
  told_orders: number;
  /** K of the epoch, hex, and the whole subtrees of what is stored; empty where a branch begins, and before an entry. */
  leaf_key: string;
  tree: string;
}

/** What a hello says; see CONTRACT.md section 5. */
export interface Greeting {
  base: string;
  epoch: string;
  seq: number;
  hash: string;
  nonce: string;
  orderCounter: number;
  acknowledged: { seq: number; hash: string };
  previous: PreviousEpoch | null;
  newest: { epoch: string; previous: PreviousEpoch | null };
  branch: boolean;
}

/** Where an epoch ended. */
export interface PreviousEpoch {
  epoch: string;
  seq: number;
  hash: string;
}

/** What a hello leads to: the stream that it opens, and the place from which entries are sent. */
export interface Greeted {
  stream: StreamRow;
  /**
   * Null: the epoch is not approved, or its stream is stopped. Of an earlier epoch than the greeting's, if that is not
   * whole here.
   */
  from: { seq: number; hash: string } | null;
}

/** An entry whose chain was checked, as it is to be stored. */
export interface ChainedEntryRow {
  seq: number;
  hash: string;
  bytes: Uint8Array;
}

/** A stored entry. `place` counts the base's entries in the order in which they were stored, over all its epochs. */
export interface StoredEntryRow extends ChainedEntryRow {
  place: number;
  stream: number;
  epoch: string;
  /** Of the entry before it in its stream; 64 zeros before the first. */
  previous_hash: string;
  /** Of the base, when the epoch was opened. */
  signing_key: string;
}

/** What a base's entry says of an order: `hash` is that of the signed text, `answer` is `received` or why not. */
export interface OrderAnswer {
  hash: string;
  answer: string;
  /** The order itself, for a store that was restored to a time before it was issued; null if the text cannot be read. */
  learnt: Pick<IssuedOrderRow, 'order_id' | 'body' | 'counter' | 'signed' | 'issued_ms'> | null;
}

/** Entries to be stored behind a head. */
export interface EntryAppend {
  stream: number;
  /** The head that they were checked on. */
  head: { seq: number; hash: string };
  entries: readonly ChainedEntryRow[];
  /** How many of the same envelope were stored before. */
  duplicates: number;
  answers: readonly OrderAnswer[];
  /** The tree behind them; see StreamRow. */
  leaf_key: string;
  tree: string;
}

/** An order of a clerk; what stands behind `body` is null until it is numbered and signed, `answer` until it is answered. */
export interface OrderRow {
  number: number;
  base: string;
  order_id: string;
  body: string;
  stream: number | null;
  counter: number | null;
  signed: string | null;
  hash: string | null;
  issued_ms: number | null;
  answer: string | null;
}

/** An order that has its number in a stream. */
export interface IssuedOrderRow extends OrderRow {
  stream: number;
  counter: number;
  signed: string;
  hash: string;
  issued_ms: number;
}

/** A queued order with what numbering gives it. */
export type OrderIssue = Pick<IssuedOrderRow, 'number' | 'counter' | 'signed' | 'hash' | 'issued_ms'>;

/** A release that was deposited, as canonical text; nothing else at headquarters holds it. */
export interface DepositRow {
  base: string;
  sealed: string;
  release: string;
}

/** The durable half of headquarters. On return of a method what it did is on disk. */
export interface LinkStore {
  listBases(): EnrolledBaseRow[];
  /** Refuses a known name with other keys or another topic. */
  enrolBase(base: BaseRow): 'enrolled' | 'known' | 'refused';
  /** Other keys for a known base; false: it is not known. */
  rekeyBase(base: Omit<BaseRow, 'topic'>): boolean;
  /** All streams, in the order in which they were opened. */
  listStreams(): StreamRow[];
  /** The stream of a base's epoch; undefined before its first hello. With `newest` that epoch's branch if there is one. */
  findStream(base: string, epoch: string, newest?: string): StreamRow | undefined;
  /** The base's approved stream that was opened last. */
  findNewestStream(base: string): StreamRow | undefined;
  /**
   * Notes a hello, and opens the stream of a new epoch: the base's first is approved, a later one waits for a person. Of
   * an earlier epoch it opens a branch where the base holds another past. Once the newest epoch is greeted, orders of
   * earlier ones that nobody answered are queued again.
   */
  greetStream(greeting: Greeting): Greeted;
  /** A person approves a waiting epoch, or lets a stopped stream go on; false if there is no such stream. */
  approveStream(stream: number, from: 'waiting' | 'stopped'): boolean;
  countGap(stream: number): void;
  stopStream(stream: number, reason: string): void;
  /**
   * Stores entries and what they say of orders. An order that is not there is learnt from its answer, with its number; one of
   * ours that was issued under that number, or behind it, is queued again. The stream with its new head; null if its head is another by now or it is not approved: then nothing is done.
   */
  appendEntries(append: EntryAppend): StreamRow | null;
  /** Hashes of stored entries by their seq, `first` and `last` among them. */
  readHashes(stream: number, range: { first: number; last: number }): Map<number, string>;
  /** Entries of a stream by seq; of a branch also those before it, which the stream without a branch holds. */
  readStream(stream: number, range: { first: number; last: number }): { seq: number; bytes: Uint8Array }[];
  /** A base's entries from a place on, by place; one at least if there is one, then not more than the limits. */
  readEntries(base: string, range: { fromPlace: number; limit: number; maxBytes: number }): StoredEntryRow[];
  /** For each order: false if there is one with its id. With a deposit, which goes with its order. */
  queueOrders(orders: readonly Pick<OrderRow, 'base' | 'order_id' | 'body'>[], deposit?: DepositRow): boolean[];
  /** All orders, or those of a base, as they were queued. */
  listOrders(base?: string): OrderRow[];
  /** Orders of a base that have no number yet, as they were queued. */
  listQueuedOrders(base: string): OrderRow[];
  /** Orders of a stream behind a number, by number. */
  listIssuedOrders(stream: number, afterCounter: number): IssuedOrderRow[];
  /** The order of that number in a stream, or its last. */
  findIssuedOrder(stream: number, counter: number | 'last'): IssuedOrderRow | undefined;
  /** False if the stream's last number is another by now, or one of the orders has a number: then nothing is done. */
  issueOrders(stream: number, issue: { lastCounter: number; orders: readonly OrderIssue[] }): boolean;
  listDeposits(base: string): DepositRow[];
  /** How many messages were refused. */
  readRefused(): number;
  countRefused(): void;
  close(): void;
}
