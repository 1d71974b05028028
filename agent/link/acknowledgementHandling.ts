// Headquarters' words on entries: which of them is the welcome that was asked for, which an acknowledgement of the open
// conversation, which is out of place; and how each moves the cursor. Must not know transports or orders.
import { type ChainPosition, type Halt, HALT_TEXTS, type Ledger } from '../core/ports/ledger.ts';
import type { AskSchedule } from './askSchedule.ts';
import type { AcknowledgementMessage } from './contract/conversationSchemas.ts';
import type { LinkStatus } from './linkStatus.ts';
import type { SentEpoch } from './sentEpoch.ts';

/** What a word leads to. */
export interface AcknowledgementConsequences {
  /** A hello is due, which begins a new conversation. */
  greet(): void;
  /** Headquarters has come to its broker: the next hello need not wait. */
  cameBack(): void;
  /** The conversation is open; entries after this position are to be sent. */
  openStream(from: ChainPosition): void;
  /** Headquarters holds everything up to here. */
  acknowledged(seq: number): void;
  welcomed(): void;
  stopStream(reason: string): void;
}

/** Hellos that are remembered of a connection: an answer to one of them is merely late. */
const REMEMBERED_NONCES = 16;

/** The words of one link; it alone moves the ledger's cursor. */
export class AcknowledgementHandler {
  readonly #ledger: Ledger;
  readonly #sent: SentEpoch;
  readonly #status: LinkStatus;
  readonly #asking: AskSchedule;
  readonly #lead: AcknowledgementConsequences;
  /** Of the latest hello that no welcome has answered; empty: none is awaited. */
  #asked = '';
  /** Of this connection's last hellos. */
  #nonces: string[] = [];
  /** The open conversation: nonce and headquarters' incarnation of its welcome. */
  #conversation = { nonce: '', incarnation: '' };

  constructor(parts: {
    ledger: Ledger;
    sent: SentEpoch;
    status: LinkStatus;
    asking: AskSchedule;
    lead: AcknowledgementConsequences;
  }) {
    this.#ledger = parts.ledger;
    this.#sent = parts.sent;
    this.#status = parts.status;
    this.#asking = parts.asking;
    this.#lead = parts.lead;
  }

  /** A hello with this nonce goes out: only its answer is a welcome. */
  expect(nonce: string): void {
    this.#asked = nonce;
    this.#nonces = [...this.#nonces.slice(1 - REMEMBERED_NONCES), nonce];
  }

  isExpected(nonce: string): boolean {
    return this.#asked === nonce;
  }

  /** The conversation is over; no welcome is awaited. */
  end(): void {
    this.#asked = '';
    this.#conversation = { nonce: '', incarnation: '' };
  }

  /** A new connection: hellos of earlier ones are strange. */
  forget(): void {
    this.end();
    this.#nonces = [];
  }

  /**
   * Acts on a word that headquarters signed.
   *
   * @throws {StorageError} when the storage fails
   */
  handle(word: AcknowledgementMessage, signed: string): void {
    const isOfThisEpoch = word.epoch === this.#sent.entries.head().epoch;
    const isAnswer = word.nonce !== '' && word.nonce === this.#asked;
    if (isAnswer && isOfThisEpoch) this.#handleWelcome(word, signed);
    else if (isAnswer) this.#handleMissingEpoch(word, signed);
    else if (isOfThisEpoch && this.#isOfConversation(word)) this.#handleAcknowledgement(word, signed);
    // An answer to an earlier hello of this connection is merely late.
    else if (word.nonce === this.#conversation.nonce || !this.#nonces.includes(word.nonce)) this.#handleStrange(word);
  }

  #isOfConversation({ nonce, incarnation }: AcknowledgementMessage): boolean {
    const isOpen = this.#status.state === 'open';
    return isOpen && nonce === this.#conversation.nonce && incarnation === this.#conversation.incarnation;
  }

  /**
   * It may be an old one that somebody sends again, and moves nothing. It may also be headquarters, back after a restart
   * or restore: so ask, but not often.
   */
  #handleStrange({ nonce }: AcknowledgementMessage): void {
    if (nonce !== '') this.#status.countIgnored('acknowledgement-out-of-place');
    if (this.#status.state === 'open') this.#asking.request();
    else if (this.#status.state === 'greeting' && nonce === '') this.#lead.cameBack();
  }

  #handleMissingEpoch({ epoch, seq, hash, incarnation }: AcknowledgementMessage, signed: string): void {
    if (this.#sent.goBackTo(epoch, { seq, hash, incarnation, signed })) this.#lead.greet();
  }

  /** Headquarters' word on where it stands, asked for by the latest hello: the only one that may move the cursor back. */
  #handleWelcome(welcome: AcknowledgementMessage, signed: string): void {
    const { incarnation, seq } = welcome;
    const before = this.#sent.entries.cursor();
    if (seq > this.#sent.entries.head().seq) {
      this.#handleOtherPast({ reason: 'old-copy', signed });
      return;
    }
    const moved = this.#sent.entries.acknowledge({ seq, hash: welcome.hash, incarnation, signed }, { back: true });
    if (moved === 'refused') {
      this.#handleOtherPast({ reason: 'forked', signed });
      return;
    }
    const wasOpen = this.#status.state === 'open';
    const isOtherHeadquarters = wasOpen && incarnation !== this.#conversation.incarnation;
    this.#asked = '';
    this.#conversation = { nonce: welcome.nonce, incarnation };
    this.#lead.welcomed();
    this.#status.noteAcknowledgement();
    this.#asking.noteHeard();
    this.#asking.noteAnswer({ changed: moved === 'moved' || isOtherHeadquarters });
    if (this.#sent.isDoneAt(welcome)) this.#lead.greet();
    else if (wasOpen && seq >= before.seq) this.#lead.acknowledged(seq);
    else this.#lead.openStream(welcome);
  }

  /**
   * In the current epoch nothing may be recorded any more: it can never reach headquarters. Of an earlier one
   * headquarters keeps what this base holds beside its own.
   */
  #handleOtherPast(halt: Halt): void {
    if (this.#sent.isCurrent) {
      this.#ledger.haltEpoch(halt);
      this.#lead.stopStream(HALT_TEXTS[halt.reason]);
    } else if (this.#sent.isBranch)
      this.#lead.stopStream('headquarters keeps another past of an earlier epoch, and takes no other');
    else {
      this.#sent.noteOtherPast();
      this.#lead.greet();
    }
  }

  #handleAcknowledgement(acknowledgement: AcknowledgementMessage, signed: string): void {
    const { seq, hash, incarnation } = acknowledgement;
    const moved = this.#sent.entries.acknowledge({ seq, hash, incarnation, signed }, { back: false });
    if (moved === 'refused') {
      this.#status.countIgnored('acknowledgement-out-of-range');
      return;
    }
    this.#status.noteAcknowledgement();
    this.#asking.noteHeard();
    if (moved === 'moved') this.#lead.acknowledged(seq);
    if (this.#sent.isDoneAt(acknowledgement)) this.#lead.greet();
  }
}
