// Commands on releases, stocktakes and the care of packages.
import { z } from 'zod';
import { command, DOCK, SUPERVISOR } from './commandDeclaration.ts';
import {
  countMethod,
  countScope,
  jobRef,
  kilogramText,
  namedCodes,
  operatorRef,
  packageRef,
  scannedCode,
  scannedCodes,
  sealText,
  siteId,
  stationRef,
} from './commandValues.ts';
import { namedHow } from './values.ts';

/** The commands on goods in store and on their way out, by kind. */
export const STOCK_COMMANDS = {
  pick: command({
    means: 'A package of a release was taken from its place.',
    roles: DOCK,
    members: {
      job: [jobRef, 'id'],
      code: [scannedCode, 'as scanned or typed; of a chosen one its id'],
      how: [namedHow, 'whether the code was scanned, typed, or chosen from a list'],
    },
  }),
  'allow-removal': command({
    means: 'A second person consents that somebody takes more out of a package than one may take alone.',
    roles: DOCK,
    members: {
      package: [packageRef, 'id'],
      taker: [operatorRef, 'id of who will take it out'],
      mostKg: [kilogramText, 'the most that may be taken out, kg'],
    },
  }),
  'open-sealed': command({
    means: 'A deposited release is opened with headquarters’ one-time code; two persons.',
    roles: DOCK,
    members: {
      sealed: [siteId, 'name of the deposit'],
      code: [scannedCode, 'headquarters’ one-time code'],
    },
  }),
  'open-stocktake': command({
    means: 'Count by the base’s own plan.',
    roles: SUPERVISOR,
    members: {
      station: [stationRef, 'id'],
      scope: [countScope, 'what is counted'],
    },
  }),
  count: command({
    means: 'Packages were seen, or looked for in vain.',
    roles: DOCK,
    members: {
      stocktake: [siteId, 'id'],
      codes: [scannedCodes.min(1), 'as scanned or typed'],
      how: [countMethod, 'how it was found'],
    },
  }),
  relocate: command({
    means: 'Packages were moved to another area.',
    roles: DOCK,
    members: {
      codes: [namedCodes.min(1), 'each as scanned or typed, and which of the two; of a chosen one its id'],
      area: [siteId, 'id'],
    },
  }),
  'check-seal': command({
    means: 'A person read a package’s seal.',
    roles: DOCK,
    members: {
      package: [packageRef, 'id'],
      seal: [sealText, 'its number'],
      intact: [z.boolean(), 'whether it is intact'],
    },
  }),
  reseal: command({
    means: 'A package was opened and closed again.',
    roles: DOCK,
    members: {
      package: [packageRef, 'id'],
      reason: [z.enum(['reseal', 'repack']), ''],
      sealBefore: [sealText.nullable(), 'number of the seal that was opened'],
      sealAfter: [sealText, 'number of the new seal'],
    },
  }),
} as const;
