// Ends what was announced at one station: when its time is over, or whoever announced it has gone. Must hold no rule: when
// that is, the core says.
import type { OperatorId } from '../core/model/ids.ts';
import type { StationId } from '../../drivers/contract/siteIds.ts';
import { decideEndAnnouncement, isAnnouncementOver } from '../core/loads/announcedLoad.ts';
import type { PersonSeen } from '../core/loads/personAtStation.ts';
import type { StationPeople } from './stationPeople.ts';
import type { StationControllerParts } from './stationParts.ts';

/** How often an announcement's time is looked at. */
const LOOK_MS = 1_000;
/** Watches the announcement of one station. */
export class AnnouncementWatch {
  readonly #parts: Pick<StationControllerParts, 'clock' | 'recorder' | 'random'>;
  readonly #people: StationPeople;
  #lookedMs = 0;

  constructor(parts: Pick<StationControllerParts, 'clock' | 'recorder' | 'random'>, people: StationPeople) {
    this.#parts = parts;
    this.#people = people;
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
    const seen = (announcer: OperatorId): PersonSeen | undefined => this.#people.seen(announcer);
    const terms = { book: recorder.displayBook, now: clock.timestamp(), limitMs: announcementMs, operator, seen };
    if (!isAnnouncementOver(id, terms)) return;
    recorder.record(`announcement-ended:${random.id()}`, (current) =>
      decideEndAnnouncement(id, { book: current, operator }),
    );
  }
}
