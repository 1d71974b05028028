// Two to four packages on one pallet, weighed together against their sum, and split on a finding.
import type { Book } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { CaptureEvent } from './weighing.ts';

export interface FormGroup extends Act {
  station: string;
  codes: readonly string[];
  palletTareMg: MassMg;
  palletTareKind: 'weighed' | 'declared' | 'none';
}

export function decideFormGroup(event: FormGroup, _book: Book): Decision | Refusal {
  return refuse('no-job', { station: event.station });
}

export function decideSplitGroup(event: Act & { group: string }, _book: Book): Decision | Refusal {
  return refuse('group-unknown', { group: event.group });
}

export function decideGroupLoad(event: CaptureEvent, _of: { group: string; book: Book }): Decision | Refusal {
  return refuse('no-job', { station: event.station });
}
