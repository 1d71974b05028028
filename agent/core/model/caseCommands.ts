// Commands on cases: findings, second persons, quarantine, deputies.
import { z } from 'zod';
import { command, DOCK, DOCK_AND_TECHNICIAN, SUPERVISOR } from './commandDeclaration.ts';
import { findingRef, noteText, operatorRef, packageName, packageRef, photoRef, siteId } from './commandValues.ts';
import { WITHDRAWN_ACTS } from './secondPersonActs.ts';
import { REPORTED_CODES } from './findings.ts';

/** The commands by which people report what disagrees, look again and approve, by kind. */
export const CASE_COMMANDS = {
  'report-finding': command({
    means: 'A person saw something that no instrument sees.',
    roles: DOCK,
    members: {
      code: [z.enum(REPORTED_CODES), ''],
      package: [packageName, 'id, tag or mark'],
      note: [noteText, 'in own words'],
    },
  }),
  'look-again': command({
    means: 'Somebody else looked for what was missing.',
    roles: DOCK,
    members: {
      finding: [findingRef, 'id'],
      there: [z.boolean(), 'whether it is there'],
    },
  }),
  'approve-finding': command({
    means: 'A second person accepts a recount that agrees.',
    roles: DOCK,
    members: {
      finding: [findingRef, 'id'],
    },
  }),
  'attach-photo': command({
    means: 'A photograph that was sent before is evidence of this finding; `photo` is its SHA-256.',
    roles: DOCK_AND_TECHNICIAN,
    members: {
      finding: [findingRef, 'id'],
      photo: [photoRef, 'SHA-256 of the photograph, sent before'],
    },
  }),
  quarantine: command({
    means: 'Set a package apart.',
    roles: DOCK,
    members: {
      package: [packageRef, 'id'],
    },
  }),
  'lift-quarantine': command({
    means: 'Bring a package back that a person set apart; two persons.',
    roles: SUPERVISOR,
    members: {
      package: [packageRef, 'id'],
    },
  }),
  'confirm-date': command({
    means: 'Date and time of the base are those of the person’s own clock; two persons, while the date is in doubt.',
    roles: DOCK_AND_TECHNICIAN,
    members: {
      wallMs: [z.int().min(0), 'date and time that the person compared, ms since 1970-01-01T00:00:00Z'],
    },
  }),
  'withdraw-request': command({
    means: 'Whoever asked for a second person, or consented to a removal, takes it back.',
    roles: DOCK_AND_TECHNICIAN,
    members: {
      act: [z.enum(WITHDRAWN_ACTS), '`remove`: a consent to a removal'],
      subject: [siteId, 'id of what it concerns'],
    },
  }),
  'name-deputy': command({
    means: 'Somebody stands in for the supervisor for some hours.',
    roles: SUPERVISOR,
    members: {
      deputy: [operatorRef, 'id of who stands in'],
      hours: [z.int().min(1).max(336), 'for how long'],
    },
  }),
} as const;
