// Entries of loads that gave no standing weighing: each load above its station's threshold ends with one outcome.
import { z } from 'zod';
import { entryKind, part } from './declare.ts';
import { count, instrumentId, integer, loadId, massMg, seqNumber, stationId, text, weighingId } from './values.ts';
import { tagSeen } from './weighingEvidence.ts';

/** A weight that stood after the capture. */
export const stoodWeight = part('stood', '', {
  massMg: [massMg, 'what stood'],
  durationMs: [count, 'for how long'],
});

/**
 * What the ledger keeps of loads beside their weighings, by kind of entry.
 *
 * @see FORMAT.md, "Kinds of entries"
 */
export const LOAD_ENTRIES = {
  'load-disturbed': entryKind({
    means: 'A load stood at another weight after it was weighed. No value is taken from it; it is put on again.',
    rejectedIf: 'its weighing is not reversed or doubted before it',
    body: {
      load: [loadId, 'id'],
      station: [stationId, 'id'],
      scale: [instrumentId, 'id'],
      weighing: [weighingId.nullable(), 'id of the weighing that is set aside; null if it was not recorded'],
      plateaus: [z.array(stoodWeight.schema).min(1).max(8), 'what stood beside the captured weight'],
    },
  }),
  'load-refused': entryKind({
    means: 'A load was weighed, its weighing was refused, and it was taken away.',
    rejectedIf: 'a weighing of this load stands',
    body: {
      load: [loadId, 'id'],
      station: [stationId, 'id'],
      scale: [instrumentId, 'id'],
      reason: [text, 'code of the refusal, see the page of codes'],
      highestMg: [massMg, 'highest value shown'],
      lastStableMg: [massMg.nullable(), 'last stable value; null: none'],
      durationMs: [count, 'how long it lay there'],
      tags: [z.array(tagSeen.schema).max(64), 'tags that came with it'],
    },
  }),
  'load-unexplained': entryKind({
    means: 'A load came and went, and nobody claimed it.',
    rejectedIf: 'a weighing of this load stands',
    body: {
      load: [loadId, 'id'],
      station: [stationId, 'id'],
      scale: [instrumentId, 'id'],
      highestMg: [massMg, 'highest value shown'],
      lastStableMg: [massMg.nullable(), 'last stable value; null: none'],
      durationMs: [count, 'how long it lay there'],
      tags: [z.array(tagSeen.schema).max(64), 'tags that came with it'],
      presentBefore: [z.boolean(), 'it lay there before a start, a silence or on a blocked scale'],
    },
  }),
  'load-records-given-up': entryKind({
    means: 'What a station had to record of its loads, while the disk took nothing, beyond what it can keep waiting.',
    rejectedIf: '',
    body: {
      station: [stationId, 'id'],
      scale: [instrumentId, 'id'],
      records: [seqNumber, 'how many'],
      highestMg: [massMg, 'the heaviest of these loads'],
      sinceWallMs: [integer, 'time of the first'],
    },
  }),
  'small-loads-counted': entryKind({
    means: 'Loads below the station’s threshold, or gone within two seconds, since the last such entry.',
    rejectedIf: '',
    body: {
      station: [stationId, 'id'],
      scale: [instrumentId, 'id'],
      loads: [seqNumber, 'how many'],
      highestMg: [massMg, 'the heaviest'],
      sinceWallMs: [integer, 'time of the first'],
    },
  }),
} as const;
