// What people do about findings: report, look again, approve, quarantine. Nobody who touched a case approves it.
import type { Book } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';
import type { ReportedCode } from '../entry.ts';

export type Person = Act & { supervisor: boolean };

export function decideReport(event: Act & { code: ReportedCode; package: string; note: string }, _book: Book): Decision | Refusal {
  return refuse('package-unknown', { package: event.package });
}

/** Somebody else looked for what was missing. */
export function decideLookAgain(event: Act & { finding: string; there: boolean }, _book: Book): Decision | Refusal {
  return refuse('finding-unknown', { finding: event.finding });
}

export function decideApprove(event: Person & { finding: string }, _book: Book): Decision | Refusal {
  return refuse('finding-unknown', { finding: event.finding });
}

export function decideQuarantine(event: Act & { package: string }, _book: Book): Decision | Refusal {
  return refuse('package-unknown', { package: event.package });
}

export function decideLiftQuarantine(event: Act & { package: string }, _book: Book): Decision | Refusal {
  return refuse('package-unknown', { package: event.package });
}

export function decideNameDeputy(event: Person & { deputy: string; deputyKnown: boolean; hours: number }, _book: Book): Decision | Refusal {
  return refuse('operator-unknown', { operator: event.deputy });
}
