// Picking, and weighing what is about to leave: compared with our own earlier figure.
import type { Book, JobRecord, WeighingRecord } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';
import type { CaptureEvent } from '../intake/weighing.ts';

export function decidePick(event: Act & { job: string; code: string }, _book: Book): Decision | Refusal {
  return refuse('job-unknown', { job: event.job });
}

export function decideDispatch(event: CaptureEvent, _of: { book: Book; job: JobRecord; replaced: WeighingRecord | undefined }): Decision | Refusal {
  return refuse('no-job', { station: event.station });
}
