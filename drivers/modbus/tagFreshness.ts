// Whether the data in a reader's registers are a tag that is present. They stay when the tag has left, and after a
// restart they may be a day old. One check for each way in which readers indicate it; the model names the way. Must not
// know any bus: reading and writing are handed in.
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import type { ModbusReaderModel, RegisterField, TagFreshnessRule } from '../models/instrumentModel.ts';
import type { RegisterImage, RegisterImageResult } from './registerBlocks.ts';
import type { ModbusFailure } from './modbusConnection.ts';
import { isAnyConditionMet, getFieldValue, isConditionMet, encodeRegisterKey, getRegister } from './registerFields.ts';

/** How a freshness check reads and writes its reader. */
export interface ReaderRegisterAccess {
  /** Reads all registers of one antenna. */
  read(): Promise<RegisterImageResult>;
  /** Writes the words that make the reader search for a tag. Null: done. */
  writeSearchRequest(at: number, words: readonly number[]): Promise<ModbusFailure | null>;
  /** Clears the register or coil that holds the reader's data. Null: done. */
  clearFlag(functionCode: 5 | 16, at: number): Promise<ModbusFailure | null>;
  nowMs(): number;
}

/** `tag`: the image's data are a tag that is present. `noTag`: there is none, or the reader has not finished. */
export type TagCheckResult =
  | { tag: RegisterImage }
  | { noTag: true }
  | { failure: ModbusFailure }
  | { fault: InstrumentFaultCode; detail: string; raw?: Uint8Array };

/** Decides for one antenna, poll by poll, whether its data are a tag that is present. */
export interface TagFreshnessCheck {
  /** Forgets what was read before. */
  reset(): void;
  /** Never rejects. */
  check(registerAccess: ReaderRegisterAccess): Promise<TagCheckResult>;
}

type TagSignals = Pick<ModbusReaderModel, 'present' | 'busy' | 'error'>;
type FreshnessRuleOf<B extends TagFreshnessRule['by']> = Extract<TagFreshnessRule, { by: B }>;

const NO_TAG = { noTag: true } as const;
/** Readers keep up to 32 old results. */
const MAX_DRAIN_READS = 40;

/** The check that a model's rule names. */
export function createTagFreshnessCheck(rule: TagFreshnessRule, signals: TagSignals): TagFreshnessCheck {
  switch (rule.by) {
    case 'reply':
      return new ReplyCheck(rule, signals);
    case 'present':
      return new PresenceCheck(signals);
    case 'clear':
      return new ClearedFlagCheck(rule, signals);
    case 'ticket':
      return new TicketCheck(rule, signals);
  }
}

/** What a fresh image says: a tag, no tag, or the reader's own error. */
function checkTagSignals(image: RegisterImage, { present, error }: TagSignals): TagCheckResult {
  if (isAnyConditionMet(error, image.registers))
    return { fault: 'reader-error', detail: 'the reader reports an error', raw: image.raw };
  return present.every((condition) => isConditionMet(condition, image.registers)) ? { tag: image } : NO_TAG;
}

/** True if signals changed while the data were read, so that the data may be another tag's. */
function isTorn(result: RegisterImageResult): result is { torn: true } {
  return 'torn' in result;
}

class PresenceCheck implements TagFreshnessCheck {
  readonly #signals: TagSignals;

  constructor(signals: TagSignals) {
    this.#signals = signals;
  }

  reset(): void {
    // The bits are of this moment; there is nothing to forget.
  }

  async check(registerAccess: ReaderRegisterAccess): Promise<TagCheckResult> {
    const result = await registerAccess.read();
    if ('failure' in result) return result;
    return isTorn(result) || isAnyConditionMet(this.#signals.busy, result.registers)
      ? NO_TAG
      : checkTagSignals(result, this.#signals);
  }
}

class ReplyCheck extends PresenceCheck {
  readonly #noTagExceptionCodes: readonly number[];

  constructor({ noTag }: FreshnessRuleOf<'reply'>, signals: TagSignals) {
    super(signals);
    this.#noTagExceptionCodes = noTag;
  }

  override async check(registerAccess: ReaderRegisterAccess): Promise<TagCheckResult> {
    const result = await super.check(registerAccess);
    if (!('failure' in result) || result.failure.exceptionCode === undefined) return result;
    return this.#noTagExceptionCodes.includes(result.failure.exceptionCode) ? NO_TAG : result;
  }
}

class ClearedFlagCheck implements TagFreshnessCheck {
  readonly #rule: FreshnessRuleOf<'clear'>;
  readonly #signals: TagSignals;
  /** The data are older than the connection, or have been reported already. */
  #isStale = true;
  #requestedAtMs: number | null = null;

  constructor(rule: FreshnessRuleOf<'clear'>, signals: TagSignals) {
    this.#rule = rule;
    this.#signals = signals;
  }

  reset(): void {
    this.#isStale = true;
    this.#requestedAtMs = null;
  }

  async check(registerAccess: ReaderRegisterAccess): Promise<TagCheckResult> {
    const failure = (await this.#clearStale(registerAccess)) ?? (await this.#requestSearch(registerAccess));
    if (failure) return { failure };
    const result = await registerAccess.read();
    if ('failure' in result) return result;
    if (isTorn(result)) return NO_TAG;
    if (
      getFieldValue(this.#rule.flag, result.registers) === 0 ||
      isAnyConditionMet(this.#signals.busy, result.registers)
    )
      return this.#checkTimeout(registerAccess.nowMs());
    // Reported once, whether or not the reader accepts the clearing: until it does, its data are stale.
    this.#isStale = true;
    this.#requestedAtMs = null;
    await this.#clearStale(registerAccess);
    return checkTagSignals(result, this.#signals);
  }

  async #clearStale(registerAccess: ReaderRegisterAccess): Promise<ModbusFailure | null> {
    if (!this.#isStale) return null;
    const { flag } = this.#rule;
    const failure = await registerAccess.clearFlag(flag.in === 'coils' ? 5 : 16, flag.at);
    this.#isStale = failure !== null;
    return failure;
  }

  async #requestSearch(registerAccess: ReaderRegisterAccess): Promise<ModbusFailure | null> {
    const { request } = this.#rule;
    if (!request || this.#requestedAtMs !== null) return null;
    const failure = await registerAccess.writeSearchRequest(request.at, request.words);
    if (!failure) this.#requestedAtMs = registerAccess.nowMs();
    return failure;
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
  /** Null: the reader's present and queued results are not known yet. */
  #ticket: number | null = null;
  #requestedAtMs: number | null = null;

  constructor(rule: FreshnessRuleOf<'ticket'>, signals: TagSignals) {
    this.#rule = rule;
    this.#signals = signals;
  }

  reset(): void {
    this.#ticket = null;
    this.#requestedAtMs = null;
  }

  async check(registerAccess: ReaderRegisterAccess): Promise<TagCheckResult> {
    if (this.#ticket === null) {
      const failure = await this.#drainStaleResponses(registerAccess);
      if (failure) return { failure };
    }
    const failure = await this.#requestSearch(registerAccess);
    if (failure) return { failure };
    const result = await registerAccess.read();
    if ('failure' in result) return result;
    if (isTorn(result)) return NO_TAG;
    if (!this.#isOwnResponse(result) || isAnyConditionMet(this.#signals.busy, result.registers))
      return this.#checkTimeout(registerAccess.nowMs());
    this.#requestedAtMs = null;
    return checkTagSignals(result, this.#signals);
  }

  /** Reads old results until two in a row are the same, so that no old one carries the next ticket. */
  async #drainStaleResponses(registerAccess: ReaderRegisterAccess): Promise<ModbusFailure | null> {
    let previousImage = '';
    for (let reads = 0; reads < MAX_DRAIN_READS; reads += 1) {
      const result = await registerAccess.read();
      if ('failure' in result) return result.failure;
      if (isTorn(result)) continue;
      this.#ticket = this.#extractTicket(getRegister(result.registers, encodeRegisterKey(this.#rule.echo)));
      const image = JSON.stringify([...result.registers]);
      if (image === previousImage) return null;
      previousImage = image;
    }
    return {
      fault: 'reader-error',
      detail: `the reader showed ${MAX_DRAIN_READS} different answers before it was asked`,
    };
  }

  async #requestSearch(registerAccess: ReaderRegisterAccess): Promise<ModbusFailure | null> {
    if (this.#requestedAtMs !== null) return null;
    const { request, ticket } = this.#rule;
    const maxTicket = ticket.mask / (ticket.mask & -ticket.mask);
    const nextTicket =
      (this.#ticket ?? 0) + 1 > maxTicket ? ticket.least : Math.max(ticket.least, (this.#ticket ?? 0) + 1);
    const failure = await registerAccess.writeSearchRequest(request.at, this.#wordsWithTicket(nextTicket));
    // Also when the write went unanswered: it may have been executed, and the next ticket must differ from it.
    this.#ticket = nextTicket;
    if (!failure) this.#requestedAtMs = registerAccess.nowMs();
    return failure;
  }

  #wordsWithTicket(ticket: number): number[] {
    const { request, ticket: place } = this.#rule;
    return request.words.map((word, index) =>
      index === place.word ? (word & ~place.mask) | (ticket * (place.mask & -place.mask)) : word,
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
    // From the beginning: a late result of this search must not be taken for the next one's.
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
