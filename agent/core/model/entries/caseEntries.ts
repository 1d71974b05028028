// Entries of cases: second persons, recounts, quarantine, deputies, doubtful weighings, drift. Types only.
import type { Comparison } from '../weighingEvidence.ts';

export interface CaseEntries {
  /** A first person asks for an act that takes two. */
  'second-person-asked': { act: 'release' | 'open-sealed' | 'lift-quarantine'; subject: string; operator: string };
  /** Another person weighed or looked again. */
  'finding-recounted': {
    finding: string;
    weighing: string | null;
    /** With what was announced or booked. */
    agrees: boolean;
    comparison: Comparison | null;
    /** The other person. */
    operator: string;
  };
  /** A second person accepts a recount that agrees: the finding is void. */
  'finding-approved': { finding: string; operator: string; deputyFor: string | null };
  /** A photograph of what a finding is about; its bytes are kept beside the ledger. */
  'photo-attached': {
    /** SHA-256 of the JPEG file, lower-case hex. */
    photo: string;
    bytes: number;
    finding: string;
    operator: string;
  };
  /** Set apart; only a decision or two persons bring it back. */
  'package-quarantined': { package: string; reason: 'second-disagreement' | 'person'; operator: string };
  /** A person’s quarantine is over. */
  'quarantine-lifted': { package: string; askedBy: string; operator: string };
  /** Somebody stands in for a supervisor for a time. */
  'deputy-named': { deputy: string; supervisor: string; untilWallMs: number };
  /** A check weighing failed: what the scale weighed since the last good one is doubtful. */
  'weighings-doubted': { scale: string; weighings: string[]; packages: string[]; lots: string[] };
  /** Small deviations of one sign add up. */
  'drift-alarm': {
    subject: 'scale' | 'consignor';
    name: string;
    /** Of the tolerance, cumulated. */
    sumPermille: number;
    levelPermille: number;
    /** How many were cumulated. */
    comparisons: number;
  };
}
