// Proofs that a package is here: what somebody did or read at it, when. A count that nobody can reach proves little, and
// says so.

/** How a person named a package: its label was scanned, its name typed, or it was chosen from a list. */
export const NAMED_WAYS = ['scanned', 'typed', 'chosen'] as const;
/** How a person named a package. */
export type NamedWay = (typeof NAMED_WAYS)[number];

/** Whether a name was read off the package itself; null: its tag was. What a person typed or chose proves no label. */
export function isNameRead(how: NamedWay | null): boolean {
  return how === null || how === 'scanned';
}

/** A code, and how it was given. */
export interface NamedCode {
  code: string;
  how: NamedWay;
}

/** How a package proved to be here. CONTRACT.md 9.9. */
export const PROOF_WAYS = ['weighed', 'read', ...NAMED_WAYS, 'handled', 'inferred'] as const;
/** How a package proved to be here. */
export type ProofWay = (typeof PROOF_WAYS)[number];

/** One proof of a package. */
export interface Proof {
  way: ProofWay;
  /** Time of the entry that proves it, of a weighing bound later its own; ms since 1970, by the base's clock. */
  wallMs: number;
  /** What it falls with: `weighing/ID`, or a person's word in a round of a count; else the entry's number. */
  source: string;
}

/** Kept of one package: so many words can be taken back before it is said that nothing proves it. */
export const MAX_PROOFS = 4;

/** The proof that counts: the latest; an inference only where nothing else stands. Null: nothing proves it. */
export function lastProof(proofs: readonly Proof[]): Proof | null {
  return proofs.at(-1) ?? null;
}

/** The proofs without what `source` said. */
export function withoutProof(proofs: readonly Proof[], source: string): Proof[] {
  return proofs.filter((proof) => proof.source !== source);
}

/**
 * The proofs with one more, which takes the place of what its source said before. An inference is no news where more is
 * known.
 */
export function withProof(proofs: readonly Proof[], added: Proof): Proof[] {
  const others = withoutProof(proofs, added.source);
  const isKnownBetter = added.way === 'inferred' && others.some(({ way }) => way !== 'inferred');
  if (isKnownBetter) return others;
  const kept = others.filter(({ way }) => way !== 'inferred');
  return [...kept, added].slice(-MAX_PROOFS);
}
