// Commands on groups of packages and on vehicles at the weighbridge.
import { z } from 'zod';
import { command, DOCK } from './commandDeclaration.ts';
import { dunnageText, kilogramText, lotRef, namedCodes, platesText, siteId, stationRef } from './commandValues.ts';
import { tareKind } from './weighingEvidence.ts';

/** The commands on pallets and vehicles, whose packages are weighed together, by kind. */
export const GROUP_COMMANDS = {
  'form-group': command({
    means: 'The packages on one pallet that is about to be weighed. `palletKg` is decimal text; "0" if there is none.',
    roles: DOCK,
    members: {
      station: [stationRef, 'id'],
      codes: [
        namedCodes.min(1).max(4),
        'packages, or the label of the pallet: each as scanned or typed, and which of the two',
      ],
      palletKg: [kilogramText, 'tare of the pallet; "0" if there is none'],
      palletTareKind: [tareKind, ''],
    },
  }),
  'split-group': command({
    means: 'The packages of a group are weighed one by one.',
    roles: DOCK,
    members: {
      group: [siteId, 'id'],
    },
  }),
  'vehicle-arrived': command({
    means: 'A vehicle is at the weighbridge.',
    roles: DOCK,
    members: {
      station: [stationRef, 'id'],
      plates: [platesText, 'of the vehicle'],
    },
  }),
  'vehicle-unloaded': command({
    means: 'What came off the vehicle since its last pass.',
    roles: DOCK,
    members: {
      visit: [siteId, 'id'],
      lot: [lotRef, 'id'],
      codes: [
        namedCodes,
        'each as scanned or typed, and which of the two; empty: everything of the lot that is still expected',
      ],
    },
  }),
  'announce-pass': command({
    means: 'The vehicle is about to drive onto the bridge, with all axles.',
    roles: DOCK,
    members: {
      visit: [siteId, 'id'],
      axlesOn: [z.boolean(), 'the person saw all axles on the deck'],
      driverAboard: [z.boolean(), 'the driver sits in the cab: the same at every pass'],
      empty: [z.boolean(), 'no goods are on the vehicle'],
      dunnage: [dunnageText.nullable(), 'what stays on the vehicle and is no goods; null: nothing'],
    },
  }),
} as const;
