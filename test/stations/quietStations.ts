// What stations are handed in a test that looks at the ledger alone: commands go to the real execution, nothing else is
// told of what happens, and a broken invariant fails the test.
import { STAFF } from '../core/staff.ts';
import type { DecisionRecorder } from '../../agent/core/ports/decisionRecorder.ts';
import { executeCommand } from '../../agent/services/commandExecution.ts';
import type { BaseStationsParts } from '../../agent/stations/baseStations.ts';
import type { Random } from '../../drivers/contract/clock.ts';

type QuietParts = Pick<
  BaseStationsParts,
  'executeCommand' | 'onCapture' | 'storeCurve' | 'onStationChange' | 'onGateChange' | 'onInvariantBroken' | 'log'
>;

export function quietParts({ recorder, random }: { recorder: DecisionRecorder; random: Random }): QuietParts {
  return {
    executeCommand: (command, actor, stations) =>
      executeCommand(command, actor, {
        stations,
        recorder,
        random,
        areas: new Set(),
        announcementMinutes: 10,
        people: () => STAFF,
        photoBytes: () => null,
        tryDepositCode: () => ({ content: null }),
      }),
    onCapture: () => undefined,
    storeCurve: () => undefined,
    onStationChange: () => undefined,
    onGateChange: () => undefined,
    onInvariantBroken: (error) => {
      throw error;
    },
    log: () => undefined,
  };
}
