// What the tests of scans share: a scan at a station, and the actions that come out.
import type { CommandBody } from '../../agent/core/model/command.ts';
import type { StationView } from '../../agent/core/views/stateView.ts';
import { resolveScanAction, type ScanAction, type ScanContext } from '../../agent/screen/rooms/jobs/scanAction.ts';
import { jobOf, stateOf, stationOf } from './stationPlay.ts';

export const scan = (code: string, station: Partial<StationView>, change: Partial<ScanContext> = {}): ScanAction =>
  resolveScanAction({
    code,
    station: stationOf(station),
    state: stateOf(),
    roles: ['operator'],
    operator: 'aiko',
    expectsForeignIdentity: false,
    ...change,
  });
export const ask = (body: CommandBody): ScanAction => ({ kind: 'send', body });
export const say = (text: Extract<ScanAction, { kind: 'show' }>['textKey']): ScanAction => ({
  kind: 'show',
  textKey: text,
});
export const known: ScanAction = { kind: 'already-recorded' };

export const check = ask({ kind: 'start-check', station: 'dock-1' });
export const close = ask({ kind: 'close-job', job: 'j-1' });
export const intake = { job: jobOf('intake') };
export const release = { job: jobOf('release') };
