// Entries of cases: findings, verdicts, second persons, recounts, quarantine, deputies, doubt, drift.
import { z } from 'zod';
import { entryKind } from './declare.ts';
import {
  anyId,
  count,
  findingId,
  instrumentId,
  integer,
  jobId,
  lotId,
  operatorId,
  orderId,
  packageId,
  photoHash,
  seqNumber,
  text,
  totalMassMg,
  weighingId,
} from './values.ts';
import { comparison, contentsBasis, verdictWord, verifiedMass } from './weighingEvidence.ts';
import { FINDING_CODES } from './findings.ts';
import { SECOND_PERSON_ACTS, WITHDRAWN_ACTS } from './secondPersonActs.ts';

/** Why weighings prove nothing any more on which something rests. */
export const DOUBT_REASONS = ['check-failed', 'load-disturbed', 'tag-stayed'] as const;
/** One of the reasons above. */
export type DoubtReason = (typeof DOUBT_REASONS)[number];

/** Why nobody at the base can settle a case. */
export const ESCALATION_REASONS = [
  'no-scale-settles',
  'nobody-may-recount',
  'nobody-may-approve',
  'second-disagreement',
] as const;

/**
 * What the ledger keeps of disagreements and of who judged them, by kind of entry.
 * @see FORMAT.md, "Kinds of entries"
 */
export const CASE_ENTRIES = {
  finding: entryKind({
    means: 'One disagreement.',
    rejectedIf: '',
    body: {
      finding: [findingId, 'random id'],
      code: [z.enum(FINDING_CODES), ''],
      lot: [lotId.nullable(), 'id; null where goods belong to no lot'],
      job: [jobId.nullable(), 'id'],
      package: [text.nullable(), 'id, or what can be read on a foreign one; null for the lot itself'],
      weighing: [weighingId.nullable(), 'id'],
      comparison: [comparison.schema.nullable(), 'the arithmetic behind a weight finding'],
      operator: [operatorId.nullable(), 'who was at work or reported it'],
      note: [z.string().max(1_000).nullable(), 'a person’s own words'],
    },
    touches: { by: ['operator'], what: ['finding', 'package', 'weighing', 'job'] },
  }),
  verdict: entryKind({
    means: 'What the evidence says of a lot.',
    rejectedIf: '',
    body: {
      lot: [lotId, 'id'],
      job: [jobId, 'id'],
      order: [orderId, 'id'],
      verdict: [verdictWord, ''],
      findings: [z.array(findingId).max(100_000), 'ids of its findings, in ledger order'],
      announced: [count, 'packages announced: `found`, `missing` and `toCome` together'],
      found: [count, 'packages found'],
      missing: [z.array(packageId).max(100_000), 'ids of those that were looked for in vain'],
      toCome: [z.array(packageId).max(100_000), 'ids of those that still have to come over a scale'],
      ended: [
        z.array(packageId).max(100_000),
        'ids of those that headquarters had sent back or written off before: not among `announced` any more',
      ],
      grossMg: [totalMassMg, 'sum of the found packages’ gross'],
      netMg: [totalMassMg, 'sum of their net'],
      netLimitMg: [totalMassMg.nullable(), 'how far `netMg` may be off; null: a tare is not known well enough to say'],
      declaredGrossMg: [totalMassMg, 'sum of the announced gross weights'],
      linearBoundMg: [totalMassMg, 'sum of the packages’ tolerances: decides'],
      driftBoundMg: [totalMassMg, 'narrow bound: 2.6 standard uncertainties of honest scales; at most `linearBoundMg`'],
      commonBiasMg: [totalMassMg, 'amount of the added biases of its weighings; part of `driftBoundMg`'],
      driftWarning: [
        z.boolean(),
        'verified, four determinations or more, and their difference is beyond `driftBoundMg`',
      ],
      verifiedMass: [verifiedMass, 'what a verified lot is verified to: net, gross alone, or `none` if discrepant'],
      identitiesRead: [
        count,
        'found packages of which a mark or tag was read; the others were only counted, or somebody typed or chose their name',
      ],
      weighedByNobody: [
        count,
        'weighings that the found packages’ figures rest on, of a vehicle both passes, at which nobody was (`operator` null)',
      ],
      contents: [contentsBasis, 'what the material is: certified by moisture and assay, or unstated; never weighed'],
    },
  }),
  'second-person-asked': entryKind({
    means: 'A first person asks for an act that takes two.',
    rejectedIf: 'it is a release that is not open',
    body: {
      act: [z.enum(SECOND_PERSON_ACTS), ''],
      subject: [anyId, 'id of what it concerns'],
      packages: [
        z.array(packageId).max(2000),
        'of a release: what would leave then; of a weighing taken back: what was weighed; else empty',
      ],
      netMg: [totalMassMg, 'their book mass; else 0'],
      operator: [operatorId, 'the first person'],
    },
    touches: { by: ['operator'], what: ['subject'], spared: { packages: 'of a release: the job has handled them' } },
  }),
  'request-withdrawn': entryKind({
    means:
      'A request for a second person stands no more: whoever made it took it back or is gone, or nobody of the register may be the second.',
    rejectedIf: 'it was not asked for, or by another person than `operator`',
    body: {
      act: [z.enum(WITHDRAWN_ACTS), '`remove`: a consent to a removal'],
      subject: [anyId, 'id of what it concerned'],
      reason: [
        z.enum(['operator', 'nobody-may-second', 'asker-gone']),
        '`asker-gone`: locked, removed, or without the role',
      ],
      operator: [operatorId.nullable(), 'who took it back; null: the base, for want of a person'],
    },
    touches: { by: ['operator'], what: ['subject'] },
  }),
  'finding-recounted': entryKind({
    means: 'Another person weighed or looked again.',
    rejectedIf: 'the operator touched the case before (9.8), or two weighings of its package disagree already (9.6)',
    body: {
      finding: [findingId, 'id'],
      weighing: [weighingId.nullable(), 'id'],
      agrees: [z.boolean(), 'with what was announced or booked'],
      comparison: [comparison.schema.nullable(), 'the arithmetic'],
      operator: [operatorId, 'the other person'],
    },
    touches: { by: ['operator'], what: ['finding', 'weighing'] },
  }),
  'case-escalated': entryKind({
    means: 'Nobody at the base can settle a finding: headquarters is asked to decide it.',
    rejectedIf: '',
    body: {
      finding: [findingId, 'id'],
      reason: [
        z.enum(ESCALATION_REASONS),
        '`no-scale-settles`: no scale in service could see what a recount is asked; `nobody-may-recount`, `nobody-may-approve`: everybody who could has touched it; `second-disagreement`: two weighings disagree with the papers',
      ],
    },
  }),
  'finding-approved': entryKind({
    means: 'A second person accepts a recount that agrees: the finding is void.',
    rejectedIf:
      'the operator, or the supervisor for whom a deputy acted, touched the case; the operator is neither supervisor nor deputy (9.8)',
    body: {
      finding: [findingId, 'id'],
      operator: [operatorId, 'who has not touched the case'],
      deputyFor: [operatorId.nullable(), 'the supervisor for whom a deputy acted'],
    },
    touches: { by: ['operator'], what: ['finding'] },
  }),
  'photo-attached': entryKind({
    means:
      'A photograph of what a finding is about. The bytes stand beside the ledger, see [Photographs](#photographs).',
    rejectedIf: 'it was attached to another finding',
    body: {
      photo: [photoHash, 'SHA-256 of the JPEG file, hex'],
      bytes: [seqNumber, "the file's length"],
      finding: [findingId, 'id'],
      operator: [operatorId, 'who took it'],
    },
    touches: { by: ['operator'], what: ['finding'] },
  }),
  'package-quarantined': entryKind({
    means: 'Set apart; only a decision or two persons bring it back.',
    rejectedIf: '',
    body: {
      package: [packageId, 'id'],
      reason: [z.enum(['second-disagreement', 'person']), ''],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['package'] },
  }),
  'quarantine-lifted': entryKind({
    means: 'A person’s quarantine is over.',
    rejectedIf: '`askedBy` is `operator`, or had not asked for it (9.8)',
    body: {
      package: [packageId, 'id'],
      askedBy: [operatorId, 'the first person'],
      operator: [operatorId, 'the second person'],
    },
    touches: { by: ['askedBy', 'operator'], what: ['package'] },
  }),
  'deputy-named': entryKind({
    means: 'Somebody stands in for a supervisor for a time.',
    rejectedIf: '',
    body: {
      deputy: [operatorId, 'id of the person'],
      supervisor: [operatorId, 'who named them'],
      hours: [seqNumber, 'for how long, from now on'],
    },
  }),
  'weighings-doubted': entryKind({
    means: 'Weighings on which something rests already turn out to prove nothing: their packages are doubtful.',
    rejectedIf: '',
    body: {
      scale: [instrumentId, 'id of the instrument'],
      reason: [
        z.enum(DOUBT_REASONS),
        '`check-failed`: all that the scale weighed since its last good check weighing; `load-disturbed`, `tag-stayed`: one load',
      ],
      weighings: [z.array(weighingId).max(20000), 'ids'],
      packages: [z.array(packageId).max(20000), 'packages of lots that are still here'],
      lots: [z.array(lotId).max(2000), 'lots that are open again'],
    },
  }),
  'doubt-lifted': entryKind({
    means: 'After a passed check weighing two persons say that the scale was right all the time.',
    rejectedIf:
      '`askedBy` is `operator` or had not asked for it (9.8), the scale’s last check weighing did not pass, or a weighing is not doubtful for a failed one',
    body: {
      scale: [instrumentId, 'id of the instrument'],
      weighings: [z.array(weighingId).min(1).max(20000), 'ids'],
      packages: [z.array(packageId).max(20000), 'packages that are doubtful no more'],
      askedBy: [operatorId, 'the first person'],
      operator: [operatorId, 'the second person'],
    },
    touches: {
      by: ['askedBy', 'operator'],
      what: [],
      spared: {
        weighings: 'what was said is that the scale was right',
        packages: 'what was said is that the scale was right',
      },
    },
  }),
  'drift-alarm': entryKind({
    means: 'Small deviations of one sign add up.',
    rejectedIf: '',
    body: {
      subject: [z.enum(['scale', 'consignor']), ''],
      name: [text, 'which one'],
      sumPermille: [integer, 'of the tolerance, cumulated'],
      levelPermille: [count, 'alarm level'],
      comparisons: [count, 'how many were cumulated'],
    },
  }),
} as const;
