// Packages that are about to be weighed together: on a pallet, or as what came off a vehicle. Nobody weighs or drops
// one of them by itself meanwhile, because the sum would then be compared with too little.
import type { Book } from './book.ts';

/** At most four a station and what open visits hold. */
export function awaitedPackages(book: Book): ReadonlySet<string> {
  const groups = book.where('group', 'state', 'open').flatMap(({ packages }) => packages);
  const unloaded = book
    .where('visit', 'state', 'open')
    .flatMap((visit) => visit.unloaded.flatMap(({ packages }) => packages));
  return new Set([...groups, ...unloaded]);
}
