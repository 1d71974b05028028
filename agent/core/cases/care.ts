// Care of stored packages: places, seals, resealing and repacking.
import type { Book } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';

export function decideRelocate(event: Act & { codes: readonly string[]; area: string; areaKnown: boolean }, _book: Book): Decision | Refusal {
  return refuse('area-unknown', { area: event.area });
}

export function decideCheckSeal(event: Act & { package: string; seal: string; intact: boolean }, _book: Book): Decision | Refusal {
  return refuse('package-unknown', { package: event.package });
}

export function decideReseal(
  event: Act & { package: string; reason: 'reseal' | 'repack'; sealBefore: string | null; sealAfter: string },
  _book: Book,
): Decision | Refusal {
  return refuse('package-unknown', { package: event.package });
}
