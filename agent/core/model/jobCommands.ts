// Commands on jobs and on the load at a station.
import { z } from 'zod';
import { command, DOCK, DOCK_AND_TECHNICIAN, SUPERVISOR, TECHNICIAN } from './commandDeclaration.ts';
import {
  jobRef,
  kilogramText,
  loadAnnouncement,
  orderRef,
  packageRef,
  reasonText,
  scannedCode,
  sealText,
  seenWeighing,
  stationRef,
  weighingRef,
} from './commandValues.ts';
import { removalReason } from './weighingEntries.ts';

/** The commands by which people open, move and close work and say what lies on a scale, by kind. */
export const JOB_COMMANDS = {
  'open-job': command({
    means: 'Take up an open order at a station.',
    roles: DOCK,
    members: {
      order: [orderRef, 'id'],
      station: [stationRef, 'id'],
    },
  }),
  'open-unannounced': command({
    means: 'Goods are here and their notice is not.',
    roles: DOCK,
    members: {
      station: [stationRef, 'id'],
    },
  }),
  'close-job': command({
    means: 'The work is finished.',
    roles: DOCK,
    members: {
      job: [jobRef, 'id'],
    },
  }),
  'end-delivery': command({
    means: 'Further deliveries follow: the job ends, its order stays open.',
    roles: DOCK,
    members: {
      job: [jobRef, 'id'],
    },
  }),
  'move-job': command({
    means: 'The job goes on at another station.',
    roles: DOCK,
    members: {
      job: [jobRef, 'id'],
      station: [stationRef, 'id'],
    },
  }),
  'take-over-job': command({
    means: 'The person takes a job over from whoever works it: nobody is given one.',
    roles: DOCK,
    members: {
      job: [jobRef, 'id'],
    },
  }),
  'start-check': command({
    means: 'The person states that the platform is empty and is about to place the check weight.',
    roles: DOCK_AND_TECHNICIAN,
    members: {
      station: [stationRef, 'id'],
    },
  }),
  'confirm-empty': command({
    means: 'After a silence of the scale the person states that its platform is empty.',
    roles: DOCK_AND_TECHNICIAN,
    members: {
      station: [stationRef, 'id'],
    },
  }),
  'return-scale': command({
    means: 'A technician puts a scale to use again that was out of service; it is checked next.',
    roles: TECHNICIAN,
    members: {
      station: [stationRef, 'id'],
    },
  }),
  'lift-doubt': command({
    means:
      'The scale has passed a check weighing again and was right all the time: what a failed check made doubtful counts again. Takes two persons.',
    roles: DOCK_AND_TECHNICIAN,
    members: {
      station: [stationRef, 'id'],
    },
  }),
  identify: command({
    means: 'A barcode, EPC, package id or mark was scanned or typed for the load on this station’s scale.',
    roles: DOCK,
    members: {
      station: [stationRef, 'id'],
      code: [scannedCode, 'as scanned or typed'],
      typed: [z.boolean(), 'typed and not scanned'],
      weighing: [
        seenWeighing,
        'the recorded weighing that the person saw on the scale: a scan that comes late must not name the next load; null: no claim',
      ],
    },
  }),
  'attach-tag': command({
    means: 'A pre-encoded tag was fixed to the package and scanned.',
    roles: DOCK,
    members: {
      package: [packageRef, 'id'],
      epcHex: [scannedCode, 'EPC of the new tag'],
    },
  }),
  'hold-foreign': command({
    means:
      'The load on the scale belongs to no announced package of this lot: hold it. `identity` is what can be read on it.',
    roles: DOCK,
    members: {
      station: [stationRef, 'id'],
      identity: [scannedCode, 'what can be read on it'],
      weighing: [
        seenWeighing,
        'the recorded weighing that the person saw on the scale: a scan that comes late must not name the next load; null: no claim',
      ],
    },
  }),
  'name-weighing': command({
    means:
      'Which package a recorded weighing was whose load is gone; `foreign`: it was no announced package of the lot.',
    roles: DOCK,
    members: {
      weighing: [weighingRef, 'id'],
      code: [scannedCode, 'as scanned or typed; of a foreign one what can be read on it'],
      foreign: [z.boolean(), 'hold it as not of this lot'],
    },
  }),
  'declare-missing': command({
    means: 'Somebody looked, and the package is not there.',
    roles: DOCK,
    members: {
      job: [jobRef, 'id'],
      package: [packageRef, 'id'],
    },
  }),
  'reverse-weighing': command({
    means:
      'A weighing counts for nothing any more. Takes two persons, unless its load still lies there and no finding is open on it.',
    roles: DOCK,
    members: {
      weighing: [weighingRef, 'id'],
    },
  }),
  'type-weight': command({
    means: 'A weight read by a person, as decimal text in kilograms.',
    roles: SUPERVISOR,
    members: {
      job: [jobRef, 'id'],
      package: [packageRef, 'id'],
      grossKg: [kilogramText, 'as read'],
      reason: [reasonText, 'why it is typed'],
    },
  }),
  'type-removal': command({
    means: 'What was taken out of a package, too light for the scale: read off a balance and typed.',
    roles: DOCK,
    members: {
      station: [stationRef, 'id'],
      package: [packageRef, 'id'],
      reason: [removalReason, 'why it left the package'],
      massKg: [kilogramText, 'as read'],
      stepKg: [kilogramText, 'smallest step of the balance'],
      note: [reasonText, 'why it is typed, and which balance'],
      sealBefore: [sealText.nullable(), 'number of the seal that was opened'],
      sealAfter: [sealText.nullable(), 'number of the new seal'],
    },
  }),
  'announce-load': command({
    means: 'What the next load at a station is; null takes it back.',
    roles: DOCK,
    members: {
      station: [stationRef, 'id'],
      load: [loadAnnouncement.nullable(), 'what the next load at the station is; null takes it back'],
    },
  }),
} as const;
