// Ends what was announced at one station: when its time is over, or whoever announced it has gone. Must hold no rule: when
// that is, the core says. What it remembers of people dies with the process.
import type { OperatorId } from '../core/model/ids.ts';
import type { StationId } from '../../drivers/contract/siteIds.ts';
import { type AnnouncerSeen, decideEndAnnouncement, isAnnouncementOver } from '../core/loads/announcedLoad.ts';
import type { StationControllerParts } from './stationParts.ts';

/** How often an announcement's time is looked at. */
const LOOK_MS = 1_000;
/** People that are remembered; more than a base has. */
const MAX_PEOPLE = 1_000;

/** Where a person gave a command, seen from one station; null: it concerns none. */
export type CommandPlace = 'here' | 'elsewhere' | null;

/** Watches the announcement of one station. */
export class AnnouncementWatch {
  readonly #parts: Pick<StationControllerParts, 'clock' | 'recorder' | 'random'>;
  readonly #people = new Map<OperatorId, AnnouncerSeen>();
  #lookedMs = 0;

  constructor(parts: Pick<StationControllerParts, 'clock' | 'recorder' | 'random'>) {
    this.#parts = parts;
  }

  /** A person gives a command somewhere. */
  noteCommand(operator: OperatorId, place: CommandPlace): void {
    const nowMs = this.#parts.clock.timestamp().monotonicMs;
    const departedMs = place === 'elsewhere' ? nowMs : (this.#people.get(operator)?.departedMs ?? 0);
    this.#note(operator, { commandMs: nowMs, departedMs });
  }

  /** A person signs out. */
  noteSignedOut(operator: OperatorId): void {
    const commandMs = this.#people.get(operator)?.commandMs ?? 0;
    this.#note(operator, { commandMs, departedMs: this.#parts.clock.timestamp().monotonicMs });
  }

  #note(operator: OperatorId, seen: AnnouncerSeen): void {
    this.#people.delete(operator);
    this.#people.set(operator, seen);
    const [oldest] = this.#people.keys();
    if (oldest !== undefined && this.#people.size > MAX_PEOPLE) this.#people.delete(oldest);
  }

  /** With an observation of this moment: looks once a second. */
  look(station: { id: StationId; announcementMs: number }, atMs: number): void {
    if (atMs - this.#lookedMs > LOOK_MS) {
      this.#lookedMs = atMs;
      this.endIfOver(station);
    }
  }

  /** Ends it if it is over; with `operator`, for this person's command at the station too. */
  endIfOver(
    { id, announcementMs }: { id: StationId; announcementMs: number },
    operator: OperatorId | null = null,
  ): void {
    const { clock, recorder, random } = this.#parts;
    if (recorder.storageFailure() !== '') return;
    const seen = (announcer: OperatorId): AnnouncerSeen | undefined => this.#people.get(announcer);
    const terms = { book: recorder.displayBook, now: clock.timestamp(), limitMs: announcementMs, operator, seen };
    if (!isAnnouncementOver(id, terms)) return;
    recorder.record(`announcement-ended:${random.id()}`, (current) =>
      decideEndAnnouncement(id, { book: current, operator }),
    );
  }
}
