// The second person's word before more is taken out of a package than one person may take alone.
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import type { OperatorId, PackageId } from '../model/ids.ts';
import { TYPED_WEIGHT_LIMITS } from '../model/limits.ts';
import { actRefusal } from '../model/packageActs.ts';
import { type BasePeople, mayHandleGoods } from '../model/whoMayAct.ts';

/** The command: who takes how much at most, and for how many minutes the word stands. */
export type AllowRemovalEvent = CommandMeta & {
  package: PackageId;
  taker: OperatorId;
  mostMg: MassMg;
  minutes: number;
  /** Everybody of the register. */
  people: BasePeople;
};

/**
 * A second person consents that somebody else takes more out of a package than one person may take alone. Replaces what
 * was said of the package before. Refuses packages of which nothing may be taken now, masses that cannot be, oneself, and
 * people who may not handle goods; never for what the package holds.
 */
export function decideAllowRemoval(event: AllowRemovalEvent, book: Book): Decided | Refusal {
  const { taker, mostMg, minutes, operator, people } = event;
  const record = book.get('package', event.package);
  if (!record) return refuse('package-unknown', { package: event.package });
  const refusal = actRefusal(record, 'remove');
  if (refusal) return refusal;
  if (taker === operator) return refuse('consent-to-oneself');
  if (!people.some((person) => person.operator === taker && mayHandleGoods(person)))
    return refuse('taker-may-not-work', { operator: taker });
  if (mostMg <= 0 || mostMg > TYPED_WEIGHT_LIMITS.grossMg) return refuse('weight-impossible');
  return {
    entries: [{ kind: 'removal-allowed', body: { package: record.id, taker, mostMg, minutes, operator } }],
    effects: [],
    result: { package: record.id, taker },
  };
}
