// The wall clock of the base: for a week it has no time service and goes a little wrong, and on one morning of that week
// somebody sets it to another date. Two persons with watches of their own put that right.
import type { BasePerson } from './baseUnderTest.ts';
import type { DayContext } from './dayContext.ts';
import type { InjectedError } from './groundTruth.ts';

/** Days of every month in which nothing disciplines the clock. */
const WEEK = { first: 4, last: 10, month: 30 } as const;
/** On one of these the date is another. */
const WRONG_DATE_DAYS = { first: 6, last: 8 } as const;
const DAY_MS = 86_400_000;
/** A quartz clock, per day. */
const DRIFT_MS = 1_500;

/** What a morning begins with: the clock as it is, and the error if its date cannot be right. */
export function startClockDay({ base, random, truth }: DayContext): InjectedError | null {
  const day = ((truth.day - 1) % WEEK.month) + 1;
  if (day < WEEK.first || day > WEEK.last) {
    base.setWallClock(0, true);
    return null;
  }
  truth.noteHarmless('clock unsynchronised');
  const driftMs = (day - WEEK.first) * DRIFT_MS;
  base.setWallClock(driftMs, false);
  const { first, last } = WRONG_DATE_DAYS;
  const isDone = truth.errors.some(
    (error) => error.kind === 'clock set wrong' && truth.day - error.day < WEEK.month / 2,
  );
  if (day < first || day > last || isDone || !random.isTrue(1 / (last - day + 1))) return null;
  const isBack = random.isTrue(0.6);
  const daysOff = Math.floor(isBack ? -random.between(3, 400) : random.between(100, 400));
  base.setWallClock(driftMs + daysOff * DAY_MS, false);
  return truth.recordError({ kind: 'clock set wrong', origin: 'scale', lots: [], packages: [], isCertain: true });
}

/** Whoever looks at the clock sees that it is wrong; the base must have doubted it before. */
export function setClockRight({ base, staff, truth, unexpected }: DayContext, error: InjectedError): void {
  const trueWallMs = base.wallMs() - wrongByMs(base.wallMs(), base.nowMs(), truth.startWallMs);
  const confirm = (person: BasePerson): string => {
    const answer = base.sendCommand({ kind: 'confirm-date', wallMs: trueWallMs }, person);
    return answer.kind === 'refused' ? answer.code : 'done';
  };
  const said = confirm(staff.dock);
  if (said === 'date-compared-otherwise' || said === 'date-before-release') truth.markFound(error, said);
  base.setWallClock(0, false);
  const answers = [staff.dock, staff.second].map(confirm);
  if (!answers.every((answer) => answer === 'done' || answer === 'date-not-in-doubt'))
    unexpected.push(`day ${truth.day}: the right date could not be confirmed: ${answers.join(', ')}`);
}

function wrongByMs(wallMs: number, nowMs: number, startWallMs: number): number {
  return wallMs - (startWallMs + nowMs);
}
