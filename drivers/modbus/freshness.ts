// Whether the data in a reader's registers are a tag that is there now. They stay when the tag has left, and after a
// restart they may be of yesterday. One small machine for each way in which readers tell; the model says which. Knows
// no bus: asking and writing are handed in.
import type { InstrumentFault } from '../contract/fault.ts';
import type { ModbusReaderModel, RegisterField, TagFreshness } from '../instrument.ts';
import type { Image, ImageOutcome } from './blocks.ts';
import type { Refused } from './connection.ts';
import { anyHolds, fieldValue, holds, placeOf, word } from './fields.ts';

/** How a machine reaches its reader. */
export interface Link {
  read(): Promise<ImageOutcome>;
  /** Makes the reader look for a tag. */
  request(at: number, words: readonly number[]): Promise<Refused | null>;
  /** Lets the reader's data go, where its answers are. */
  clear(functionCode: 5 | 16, at: number): Promise<Refused | null>;
  nowMs(): number;
}

/** `tag`: the image's data are a tag that is there. `nothing`: there is none, or the reader has not finished. */
export type Look =
  | { tag: Image }
  | { nothing: true }
  | { refused: Refused }
  | { trouble: InstrumentFault; detail: string; raw?: Uint8Array };

export interface Freshness {
  /** What was seen before is worth nothing. */
  begin(): void;
  look(link: Link): Promise<Look>;
}

type Signals = Pick<ModbusReaderModel, 'present' | 'busy' | 'error'>;
type Way<B extends TagFreshness['by']> = Extract<TagFreshness, { by: B }>;

const NOTHING = { nothing: true } as const;
/** Readers keep up to 32 old answers. */
const DRAIN_MOST = 40;

export function freshnessOf(fresh: TagFreshness, signals: Signals): Freshness {
  switch (fresh.by) {
    case 'reply':
      return new ByReply(fresh, signals);
    case 'present':
      return new ByPresence(signals);
    case 'clear':
      return new ByClearing(fresh, signals);
    case 'ticket':
      return new ByTicket(fresh, signals);
  }
}

/** An image that is this moment's: a tag, none, or the reader's own trouble. */
function judge(image: Image, { present, error }: Signals): Look {
  if (anyHolds(error, image.registers))
    return { trouble: 'reader-error', detail: 'the reader reports an error', raw: image.raw };
  return present.every((condition) => holds(condition, image.registers)) ? { tag: image } : NOTHING;
}

/** Signals that changed while the data were read: of which tag the data are, nobody knows. The next look will tell. */
function isTorn(outcome: ImageOutcome): outcome is { torn: true } {
  return 'torn' in outcome;
}

class ByPresence implements Freshness {
  readonly #signals: Signals;

  constructor(signals: Signals) {
    this.#signals = signals;
  }

  begin(): void {
    // The bits are of this moment; there is nothing to forget.
  }

  async look(link: Link): Promise<Look> {
    const outcome = await link.read();
    if ('refused' in outcome) return outcome;
    return isTorn(outcome) || anyHolds(this.#signals.busy, outcome.registers) ? NOTHING : judge(outcome, this.#signals);
  }
}

class ByReply extends ByPresence {
  readonly #noTag: readonly number[];

  constructor({ noTag }: Way<'reply'>, signals: Signals) {
    super(signals);
    this.#noTag = noTag;
  }

  override async look(link: Link): Promise<Look> {
    const seen = await super.look(link);
    if (!('refused' in seen) || seen.refused.exception === undefined) return seen;
    return this.#noTag.includes(seen.refused.exception) ? NOTHING : seen;
  }
}

class ByClearing implements Freshness {
  readonly #way: Way<'clear'>;
  readonly #signals: Signals;
  /** What lies there now was there before the session, or has been told already. */
  #isOld = true;
  #askedAtMs: number | null = null;

  constructor(way: Way<'clear'>, signals: Signals) {
    this.#way = way;
    this.#signals = signals;
  }

  begin(): void {
    this.#isOld = true;
    this.#askedAtMs = null;
  }

  async look(link: Link): Promise<Look> {
    const refused = (await this.#clearOld(link)) ?? (await this.#ask(link));
    if (refused) return { refused };
    const outcome = await link.read();
    if ('refused' in outcome) return outcome;
    if (isTorn(outcome)) return NOTHING;
    if (fieldValue(this.#way.flag, outcome.registers) === 0 || anyHolds(this.#signals.busy, outcome.registers))
      return this.#late(link.nowMs());
    // Told once, whether or not the reader takes the clearing: until it has, its data are old.
    this.#isOld = true;
    this.#askedAtMs = null;
    await this.#clearOld(link);
    return judge(outcome, this.#signals);
  }

  async #clearOld(link: Link): Promise<Refused | null> {
    if (!this.#isOld) return null;
    const { flag } = this.#way;
    const refused = await link.clear(flag.in === 'coils' ? 5 : 16, flag.at);
    this.#isOld = refused !== null;
    return refused;
  }

  async #ask(link: Link): Promise<Refused | null> {
    const { request } = this.#way;
    if (!request || this.#askedAtMs !== null) return null;
    const refused = await link.request(request.at, request.words);
    if (!refused) this.#askedAtMs = link.nowMs();
    return refused;
  }

  #late(nowMs: number): Look {
    const { request } = this.#way;
    if (!request || this.#askedAtMs === null || nowMs - this.#askedAtMs < request.answerWithinMs) return NOTHING;
    this.#askedAtMs = null;
    return request.waitsForTag ? NOTHING : unanswered(request.answerWithinMs);
  }
}

class ByTicket implements Freshness {
  readonly #way: Way<'ticket'>;
  readonly #signals: Signals;
  /** Null: what the reader shows, and what it still keeps for us, is not known yet. */
  #ticket: number | null = null;
  #askedAtMs: number | null = null;

  constructor(way: Way<'ticket'>, signals: Signals) {
    this.#way = way;
    this.#signals = signals;
  }

  begin(): void {
    this.#ticket = null;
    this.#askedAtMs = null;
  }

  async look(link: Link): Promise<Look> {
    if (this.#ticket === null) {
      const refused = await this.#drain(link);
      if (refused) return { refused };
    }
    const refused = await this.#ask(link);
    if (refused) return { refused };
    const outcome = await link.read();
    if ('refused' in outcome) return outcome;
    if (isTorn(outcome)) return NOTHING;
    if (!this.#isOurs(outcome) || anyHolds(this.#signals.busy, outcome.registers)) return this.#late(link.nowMs());
    this.#askedAtMs = null;
    return judge(outcome, this.#signals);
  }

  /** Takes old answers away until the reader shows the same twice, so that no old one carries our next ticket. */
  async #drain(link: Link): Promise<Refused | null> {
    let before = '';
    for (let taken = 0; taken < DRAIN_MOST; taken += 1) {
      const outcome = await link.read();
      if ('refused' in outcome) return outcome.refused;
      if (isTorn(outcome)) continue;
      this.#ticket = this.#ticketIn(word(outcome.registers, placeOf(this.#way.echo)));
      const shown = JSON.stringify([...outcome.registers]);
      if (shown === before) return null;
      before = shown;
    }
    return { fault: 'reader-error', detail: `the reader showed ${DRAIN_MOST} different answers before it was asked` };
  }

  async #ask(link: Link): Promise<Refused | null> {
    if (this.#askedAtMs !== null) return null;
    const { request, ticket } = this.#way;
    const most = ticket.mask / (ticket.mask & -ticket.mask);
    const next = (this.#ticket ?? 0) + 1 > most ? ticket.least : Math.max(ticket.least, (this.#ticket ?? 0) + 1);
    const refused = await link.request(request.at, this.#words(next));
    // Also when the write went unanswered: it may have been carried out, and the next one must differ from it.
    this.#ticket = next;
    if (!refused) this.#askedAtMs = link.nowMs();
    return refused;
  }

  #words(ticket: number): number[] {
    const { request, ticket: place } = this.#way;
    return request.words.map((one, index) =>
      index === place.word ? (one & ~place.mask) | (ticket * (place.mask & -place.mask)) : one,
    );
  }

  #ticketIn(value: number): number {
    const { mask } = this.#way.ticket;
    return (value & mask) / (mask & -mask);
  }

  #isOurs(image: Image): boolean {
    const { echo, ticket } = this.#way;
    return fieldValue(echo, image.registers) === fieldValueOf(echo, this.#words(this.#ticket ?? 0)[ticket.word] ?? 0);
  }

  #late(nowMs: number): Look {
    const { answerWithinMs, waitsForTag } = this.#way.request;
    if (this.#askedAtMs === null || nowMs - this.#askedAtMs < answerWithinMs) return NOTHING;
    // Asked anew from the beginning: a late answer to this question must not be taken for the next one's.
    this.begin();
    return waitsForTag ? NOTHING : unanswered(answerWithinMs);
  }
}

function fieldValueOf({ shift, mask }: RegisterField, value: number): number {
  return (value >> shift) & mask;
}

function unanswered(withinMs: number): Look {
  return { trouble: 'no-reply', detail: `the reader gave no result within ${withinMs} ms` };
}
