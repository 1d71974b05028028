// Two persons confirm date and time while nothing else proves them: without a time service and after weeks without a word
// of headquarters.
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import { CLOCK_SLACK_MS, CLOCK_STEP_MS, clockOffsetMs, doubtOnDate, timeRecord } from '../model/believableDate.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';

/** From looking at one's own clock to the answer: the page shows minutes, and a tablet may have waited for the network. */
const COMPARED_WITHIN_MS = 600_000;

/**
 * The first person asks, a second one confirms; from then on the date is believed until the machine boots or somebody
 * sets its clock. Refuses a date that is not in doubt, another one than the clock shows, and the same person twice.
 */
export function decideConfirmDate(
  event: CommandMeta & { wallMs: number },
  { book, at }: { book: Book; at: Timestamp },
): Decided | Refusal {
  const { operator, wallMs } = event;
  const known = timeRecord(book);
  if (doubtOnDate(known, at) === null) return refuse('date-not-in-doubt');
  if (Math.abs(at.wallMs - wallMs) > COMPARED_WITHIN_MS) return refuse('date-compared-otherwise');
  // The software cannot be younger than today, whoever says so.
  if (at.wallMs < known.releasedMs - CLOCK_SLACK_MS) return refuse('date-before-release');
  const asked = known.boot === at.boot ? known.asked : null;
  // A request for what the clock showed before it was set is void.
  if (asked === null || Math.abs(asked.offsetMs - clockOffsetMs(at)) > CLOCK_STEP_MS)
    return {
      entries: [
        {
          kind: 'second-person-asked',
          body: { act: 'confirm-date', subject: at.boot, packages: [], netMg: asMassMg(0), operator },
        },
      ],
      effects: [],
      result: { confirmed: false },
    };
  if (asked.operator === operator) return refuse('second-person-needed', { operator });
  return {
    entries: [{ kind: 'date-confirmed', body: { operator: asked.operator, approvedBy: operator } }],
    effects: [],
    result: { confirmed: true },
  };
}
