// The people of the scenes and their roles, for what asks the register.
import { asMassMg } from '../../drivers/contract/mass.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import type { SecondPersonAct } from '../../agent/core/model/secondPersonActs.ts';
import type { NamedCode } from '../../agent/core/model/proofs.ts';
import type { StationScale } from '../../agent/core/weight/weighingFitness.ts';
import type { AllowRemovalEvent } from '../../agent/core/loads/removalConsent.ts';

export const STAFF = [
  { operator: 'ann', roles: ['operator'] },
  { operator: 'bob', roles: ['operator'] },
  { operator: 'cho', roles: ['operator'] },
  { operator: 'dan', roles: ['operator'] },
  { operator: 'sue', roles: ['supervisor'] },
  { operator: 'tom', roles: ['supervisor'] },
] as const;

/** Whoever closes a release answers for the shift, and no scale is in service: for scenes that ask something else. */
export const SUPERVISED = {
  supervisorAmong: ([first]: readonly string[]): string | null => first ?? null,
  scales: [] as readonly StationScale[],
};

/** What a first person says before a second does it. */
export const askedFor = (act: SecondPersonAct, subject: string, operator: string): NewEntry => ({
  kind: 'second-person-asked',
  body: { act, subject, packages: [], netMg: asMassMg(0), operator },
});

/** Taking a weighing back as one person, after its load has gone. */
export const takenBackBy = (
  operator: string,
  weighing: string,
): { id: string; operator: string; weighing: string; liesThere: boolean; people: typeof STAFF } => ({
  id: `back-${operator}`,
  operator,
  weighing,
  liesThere: false,
  people: STAFF,
});

/** Codes as a scanner gives them. */
export const asScanned = (codes: readonly string[]): NamedCode[] => codes.map((code) => ({ code, how: 'scanned' }));

/** One person consents, for ten minutes, that another takes so much at most out of a package; 500 kg unless said. */
export const consentTo = (
  id: string,
  consent: { operator: string; taker: string; package: string; mostMg?: number; minutes?: number },
): AllowRemovalEvent => {
  const { mostMg = 500_000_000, minutes = 10, ...said } = consent;
  return { id, ...said, mostMg: asMassMg(mostMg), minutes, people: STAFF };
};
