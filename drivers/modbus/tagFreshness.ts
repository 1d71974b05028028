// Whether the data in a reader's registers are a tag that is there now. They stay when the tag has left, and after a
// restart they may be of yesterday. One small machine for each way in which readers tell; the model says which. Knows
// no bus: asking and writing are handed in.
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import type { ModbusReaderModel, RegisterField, TagFreshnessRule } from '../models/instrumentModel.ts';
import type { RegisterImage, RegisterImageResult } from './registerBlocks.ts';
import type { ModbusFailure } from './modbusConnection.ts';
import { isAnyConditionMet, getFieldValue, isConditionMet, encodeRegisterKey, getRegister } from './registerFields.ts';

/** How a machine reaches its reader. */
export interface ReaderRegisterAccess {
  read(): Promise<RegisterImageResult>;
  /** Makes the reader look for a tag. */
  writeSearchRequest(at: number, words: readonly number[]): Promise<ModbusFailure | null>;
  /** Lets the reader's data go, where its answers are. */
  clearFlag(functionCode: 5 | 16, at: number): Promise<ModbusFailure | null>;
  nowMs(): number;
}

/** `tag`: the image's data are a tag that is there. `nothing`: there is none, or the reader has not finished. */
export type TagCheckResult =
  | { tag: RegisterImage }
  | { noTag: true }
  | { failure: ModbusFailure }
  | { fault: InstrumentFaultCode; detail: string; raw?: Uint8Array };

export interface TagFreshnessCheck {
  /** What was seen before is worth nothing. */
  reset(): void;
  check(link: ReaderRegisterAccess): Promise<TagCheckResult>;
}

type TagSignals = Pick<ModbusReaderModel, 'present' | 'busy' | 'error'>;
type FreshnessRuleOf<B extends TagFreshnessRule['by']> = Extract<TagFreshnessRule, { by: B }>;

const NO_TAG = { noTag: true } as const;
/** Readers keep up to 32 old answers. */
const MAX_DRAIN_READS = 40;

export function createTagFreshnessCheck(fresh: TagFreshnessRule, signals: TagSignals): TagFreshnessCheck {
  switch (fresh.by) {
    case 'reply':
      return new ReplyCheck(fresh, signals);
    case 'present':
      return new PresenceCheck(signals);
    case 'clear':
      return new ClearedFlagCheck(fresh, signals);
    case 'ticket':
      return new TicketCheck(fresh, signals);
  }
}

/** An image that is this moment's: a tag, none, or the reader's own trouble. */
function checkTagSignals(image: RegisterImage, { present, error }: TagSignals): TagCheckResult {
  if (isAnyConditionMet(error, image.registers))
    return { fault: 'reader-error', detail: 'the reader reports an error', raw: image.raw };
  return present.every((condition) => isConditionMet(condition, image.registers)) ? { tag: image } : NO_TAG;
}

/** Signals that changed while the data were read: of which tag the data are, nobody knows. The next look will tell. */
function isTorn(outcome: RegisterImageResult): outcome is { torn: true } {
  return 'torn' in outcome;
}

class PresenceCheck implements TagFreshnessCheck {
  readonly #signals: TagSignals;

  constructor(signals: TagSignals) {
    this.#signals = signals;
  }

  reset(): void {
    // The bits are of this moment; there is nothing to forget.
  }

  async check(link: ReaderRegisterAccess): Promise<TagCheckResult> {
    const outcome = await link.read();
    if ('failure' in outcome) return outcome;
    return isTorn(outcome) || isAnyConditionMet(this.#signals.busy, outcome.registers)
      ? NO_TAG
      : checkTagSignals(outcome, this.#signals);
  }
}

class ReplyCheck extends PresenceCheck {
  readonly #noTagExceptionCodes: readonly number[];

  constructor({ noTag }: FreshnessRuleOf<'reply'>, signals: TagSignals) {
    super(signals);
    this.#noTagExceptionCodes = noTag;
  }

  override async check(link: ReaderRegisterAccess): Promise<TagCheckResult> {
    const seen = await super.check(link);
    if (!('failure' in seen) || seen.failure.exceptionCode === undefined) return seen;
    return this.#noTagExceptionCodes.includes(seen.failure.exceptionCode) ? NO_TAG : seen;
  }
}

class ClearedFlagCheck implements TagFreshnessCheck {
  readonly #rule: FreshnessRuleOf<'clear'>;
  readonly #signals: TagSignals;
  /** What lies there now was there before the session, or has been told already. */
  #isStale = true;
  #requestedAtMs: number | null = null;

  constructor(way: FreshnessRuleOf<'clear'>, signals: TagSignals) {
    this.#rule = way;
    this.#signals = signals;
  }

  reset(): void {
    this.#isStale = true;
    this.#requestedAtMs = null;
  }

  async check(link: ReaderRegisterAccess): Promise<TagCheckResult> {
    const refused = (await this.#clearStale(link)) ?? (await this.#requestSearch(link));
    if (refused) return { failure: refused };
    const outcome = await link.read();
    if ('failure' in outcome) return outcome;
    if (isTorn(outcome)) return NO_TAG;
    if (
      getFieldValue(this.#rule.flag, outcome.registers) === 0 ||
      isAnyConditionMet(this.#signals.busy, outcome.registers)
    )
      return this.#checkTimeout(link.nowMs());
    // Told once, whether or not the reader takes the clearing: until it has, its data are old.
    this.#isStale = true;
    this.#requestedAtMs = null;
    await this.#clearStale(link);
    return checkTagSignals(outcome, this.#signals);
  }

  async #clearStale(link: ReaderRegisterAccess): Promise<ModbusFailure | null> {
    if (!this.#isStale) return null;
    const { flag } = this.#rule;
    const refused = await link.clearFlag(flag.in === 'coils' ? 5 : 16, flag.at);
    this.#isStale = refused !== null;
    return refused;
  }

  async #requestSearch(link: ReaderRegisterAccess): Promise<ModbusFailure | null> {
    const { request } = this.#rule;
    if (!request || this.#requestedAtMs !== null) return null;
    const refused = await link.writeSearchRequest(request.at, request.words);
    if (!refused) this.#requestedAtMs = link.nowMs();
    return refused;
  }

  #checkTimeout(nowMs: number): TagCheckResult {
    const { request } = this.#rule;
    if (!request || this.#requestedAtMs === null || nowMs - this.#requestedAtMs < request.answerWithinMs) return NO_TAG;
    this.#requestedAtMs = null;
    return request.waitsForTag ? NO_TAG : noResultFault(request.answerWithinMs);
  }
}

class TicketCheck implements TagFreshnessCheck {
  readonly #rule: FreshnessRuleOf<'ticket'>;
  readonly #signals: TagSignals;
  /** Null: what the reader shows, and what it still keeps for us, is not known yet. */
  #ticket: number | null = null;
  #requestedAtMs: number | null = null;

  constructor(way: FreshnessRuleOf<'ticket'>, signals: TagSignals) {
    this.#rule = way;
    this.#signals = signals;
  }

  reset(): void {
    this.#ticket = null;
    this.#requestedAtMs = null;
  }

  async check(link: ReaderRegisterAccess): Promise<TagCheckResult> {
    if (this.#ticket === null) {
      const refused = await this.#drainStaleResponses(link);
      if (refused) return { failure: refused };
    }
    const refused = await this.#requestSearch(link);
    if (refused) return { failure: refused };
    const outcome = await link.read();
    if ('failure' in outcome) return outcome;
    if (isTorn(outcome)) return NO_TAG;
    if (!this.#isOwnResponse(outcome) || isAnyConditionMet(this.#signals.busy, outcome.registers))
      return this.#checkTimeout(link.nowMs());
    this.#requestedAtMs = null;
    return checkTagSignals(outcome, this.#signals);
  }

  /** Takes old answers away until the reader shows the same twice, so that no old one carries our next ticket. */
  async #drainStaleResponses(link: ReaderRegisterAccess): Promise<ModbusFailure | null> {
    let before = '';
    for (let taken = 0; taken < MAX_DRAIN_READS; taken += 1) {
      const outcome = await link.read();
      if ('failure' in outcome) return outcome.failure;
      if (isTorn(outcome)) continue;
      this.#ticket = this.#extractTicket(getRegister(outcome.registers, encodeRegisterKey(this.#rule.echo)));
      const shown = JSON.stringify([...outcome.registers]);
      if (shown === before) return null;
      before = shown;
    }
    return {
      fault: 'reader-error',
      detail: `the reader showed ${MAX_DRAIN_READS} different answers before it was asked`,
    };
  }

  async #requestSearch(link: ReaderRegisterAccess): Promise<ModbusFailure | null> {
    if (this.#requestedAtMs !== null) return null;
    const { request, ticket } = this.#rule;
    const most = ticket.mask / (ticket.mask & -ticket.mask);
    const next = (this.#ticket ?? 0) + 1 > most ? ticket.least : Math.max(ticket.least, (this.#ticket ?? 0) + 1);
    const refused = await link.writeSearchRequest(request.at, this.#wordsWithTicket(next));
    // Also when the write went unanswered: it may have been carried out, and the next one must differ from it.
    this.#ticket = next;
    if (!refused) this.#requestedAtMs = link.nowMs();
    return refused;
  }

  #wordsWithTicket(ticket: number): number[] {
    const { request, ticket: place } = this.#rule;
    return request.words.map((one, index) =>
      index === place.word ? (one & ~place.mask) | (ticket * (place.mask & -place.mask)) : one,
    );
  }

  #extractTicket(value: number): number {
    const { mask } = this.#rule.ticket;
    return (value & mask) / (mask & -mask);
  }

  #isOwnResponse(image: RegisterImage): boolean {
    const { echo, ticket } = this.#rule;
    return (
      getFieldValue(echo, image.registers) ===
      extractField(echo, this.#wordsWithTicket(this.#ticket ?? 0)[ticket.word] ?? 0)
    );
  }

  #checkTimeout(nowMs: number): TagCheckResult {
    const { answerWithinMs, waitsForTag } = this.#rule.request;
    if (this.#requestedAtMs === null || nowMs - this.#requestedAtMs < answerWithinMs) return NO_TAG;
    // Asked anew from the beginning: a late answer to this question must not be taken for the next one's.
    this.reset();
    return waitsForTag ? NO_TAG : noResultFault(answerWithinMs);
  }
}

function extractField({ shift, mask }: RegisterField, value: number): number {
  return (value >> shift) & mask;
}

function noResultFault(withinMs: number): TagCheckResult {
  return { fault: 'no-reply', detail: `the reader gave no result within ${withinMs} ms` };
}
