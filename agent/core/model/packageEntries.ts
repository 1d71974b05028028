// Entries of handling packages: tags, seals, places, what is missing, foreign or taken out.
import { z } from 'zod';
import { entryKind } from './declare.ts';
import {
  areaId,
  epcHex,
  jobId,
  lotId,
  namedHow,
  nonNegativeMassMg,
  operatorId,
  packageId,
  removalId,
  stationId,
  text,
  weighingId,
} from './values.ts';
import { CONSENT_MINUTES_MAX } from './limits.ts';
import { removalReason } from './weighingEntries.ts';

/**
 * What the ledger keeps of handling packages, by kind of entry.
 * @see FORMAT.md, "Kinds of entries"
 */
export const PACKAGE_ENTRIES = {
  'tag-attached': entryKind({
    means: 'A tag was fixed to a package.',
    rejectedIf: 'the package is not at the base or is being counted, another bears the EPC',
    body: {
      package: [packageId, 'id'],
      epcHex: [epcHex, 'EPC of the new tag'],
      retiredEpcHex: [epcHex.nullable(), 'EPC that no longer counts; it still names the package to whoever reads it'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['package'] },
  }),
  'package-missing': entryKind({
    means: 'Somebody looked, and the package is not there.',
    rejectedIf: '',
    body: {
      package: [packageId, 'id'],
      lot: [lotId, 'id'],
      job: [jobId, 'id'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['package', 'job'] },
  }),
  'package-foreign': entryKind({
    means: 'A package that no notice announced is held.',
    rejectedIf: '',
    body: {
      job: [jobId, 'id'],
      station: [stationId, 'id'],
      identity: [text.min(1), 'what can be read on it'],
      named: [packageId.nullable(), 'the package here or expected that bears this name; null: none, or several'],
      epcHex: [epcHex.nullable(), 'EPC of its tag'],
      weighing: [weighingId.nullable(), 'id of its weighing'],
      operator: [operatorId.nullable(), 'id of the person; null: headquarters ended the job before anybody named it'],
    },
    touches: { by: ['operator'], what: ['weighing', 'job'], spared: { named: 'the load bears only its name' } },
  }),
  'seal-checked': entryKind({
    means: 'A person read a package’s seal.',
    rejectedIf: 'the seal has no number',
    body: {
      package: [packageId, 'id'],
      seal: [text, 'its number'],
      intact: [z.boolean(), 'whole, and the number known'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['package'] },
  }),
  'package-resealed': entryKind({
    means: 'Opened and closed again: its declared tare is trusted no more.',
    rejectedIf: 'a seal has no number, or `sealAfter` is not new (9.1)',
    body: {
      package: [packageId, 'id'],
      reason: [z.enum(['reseal', 'repack']), ''],
      sealBefore: [text.nullable(), 'number of the seal that was opened'],
      sealAfter: [text, 'number of the new seal'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['package'] },
  }),
  'removal-typed': entryKind({
    means:
      'A person read what was taken out of a package off a balance and typed it. It counts double against what may be taken out.',
    rejectedIf: '',
    body: {
      weighing: [weighingId, 'id; `weighing-reversed` takes it back'],
      station: [stationId, 'id of the station where it was typed'],
      package: [packageId, 'id'],
      lot: [lotId, 'id'],
      massMg: [nonNegativeMassMg, 'as read'],
      stepMg: [nonNegativeMassMg, 'smallest step of the balance: it may be off by four of them'],
      note: [text, 'why it was typed, and which balance'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['weighing', 'package'] },
  }),
  'removal-allowed': entryKind({
    means:
      'A second person consents beforehand that somebody takes more out of a package than one person may take alone. It stands for one weighing.',
    rejectedIf: '`taker` is `operator`',
    body: {
      package: [packageId, 'id'],
      taker: [operatorId, 'id of the person who will take it out'],
      mostMg: [nonNegativeMassMg, 'the most that may be taken out'],
      minutes: [z.int().min(1).max(CONSENT_MINUTES_MAX), 'for how long it stands'],
      operator: [operatorId, 'id of the person who consents'],
    },
    touches: { by: ['operator'], what: ['package'] },
  }),
  'material-removed': entryKind({
    means: 'Weighed material that left a package; headquarters books it.',
    rejectedIf:
      'the removal stands already, `allowedBy` gave no consent that stands for this weighing, a seal has no number, or `sealAfter` is not new (9.1)',
    body: {
      removal: [removalId, 'id'],
      reason: [removalReason, ''],
      package: [packageId, 'id'],
      lot: [lotId, 'id'],
      massMg: [nonNegativeMassMg, 'as weighed'],
      weighing: [weighingId, 'id'],
      sealBefore: [text.nullable(), 'number of the seal that was opened'],
      sealAfter: [text.nullable(), 'number of the new seal'],
      allowedBy: [operatorId.nullable(), 'who consented to it beforehand; null: nobody'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator', 'allowedBy'], what: ['package', 'weighing'] },
  }),
  'packages-relocated': entryKind({
    means: 'Packages were moved to another area of the base.',
    rejectedIf: '',
    body: {
      packages: [z.array(packageId).min(1).max(2000), 'ids'],
      area: [areaId, 'id of the area'],
      how: [namedHow, 'how the person named them, or the pallet that they stand on: the same of all'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['packages'] },
  }),
} as const;
