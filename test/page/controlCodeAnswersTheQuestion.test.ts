// A printed control code says yes to a question that nobody asked, or does nothing where it should act.
import { describe, expect, test } from 'vitest';
import type { StationView } from '../../agent/core/views/stateView.ts';
import { CONTROL_CODES, type ScanAction, type ScanContext } from '../../agent/screen/rooms/jobs/scanAction.ts';
import { scan, ask, say, check, close, intake, release } from './scanPlay.ts';
import { says, visitOf } from './stationPlay.ts';

const noQuestion = say('scan.no-question');

describe('control codes', () => {
  const rows: [string, string, Partial<StationView>, ScanAction, Partial<ScanContext>?][] = [
    ['check: whatever is asked', CONTROL_CODES.check, says('choose-job'), check],
    ['yes: the platform is empty', CONTROL_CODES.yes, says('check-start'), check],
    ['yes: all is weighed', CONTROL_CODES.yes, { ...intake, ...says('all-weighed') }, close],
    ['yes: all is staged', CONTROL_CODES.yes, { ...release, ...says('all-staged') }, close],
    [
      'yes: the second person closes what another one asked for',
      CONTROL_CODES.yes,
      { ...release, ...says('second-closes', { operator: 'kenji' }) },
      close,
    ],
    [
      'yes: who asked first is no second person',
      CONTROL_CODES.yes,
      { ...release, ...says('second-closes', { operator: 'aiko' }) },
      { kind: 'second-person' },
    ],
    ['yes: all is weighed, and the job is gone already', CONTROL_CODES.yes, says('all-weighed'), say('scan.no-job')],
    [
      'yes: no code says who is aboard',
      CONTROL_CODES.yes,
      { visit: visitOf(), ...says('announce-pass') },
      say('scan.pass-asks'),
    ],
    ['yes: the vehicle is gone already', CONTROL_CODES.yes, says('announce-pass'), noQuestion],
    [
      'yes: the pallet is taken apart',
      CONTROL_CODES.yes,
      { ...intake, ...says('split-group', { group: 'g-1' }) },
      ask({ kind: 'split-group', group: 'g-1' }),
    ],
    ['yes: a pallet without its id', CONTROL_CODES.yes, { ...intake, ...says('split-group') }, noQuestion],
    ['yes: nothing is asked', CONTROL_CODES.yes, { ...intake, ...says('scan-package') }, noQuestion],
    ['no: nothing is asked', CONTROL_CODES.no, { ...intake, ...says('scan-package') }, noQuestion],
    [
      'no: what was announced is taken back',
      CONTROL_CODES.no,
      { intent: { kind: 'reweigh', package: 'P-1' }, ...says('place-named') },
      ask({ kind: 'announce-load', station: 'dock-1', load: null }),
    ],
    [
      'no: the pallet is taken back',
      CONTROL_CODES.no,
      { ...intake, intent: { kind: 'group', package: null }, ...says('place-group', { group: 'g-1' }) },
      ask({ kind: 'split-group', group: 'g-1' }),
    ],
    [
      'no: after all not foreign',
      CONTROL_CODES.no,
      { ...intake, intent: { kind: 'reweigh', package: 'P-1' }, ...says('scan-package') },
      { kind: 'expect-foreign-identity', isExpected: false },
      { expectsForeignIdentity: true },
    ],
    ['close: the job', CONTROL_CODES.close, { ...intake, ...says('place-package') }, close],
    ['close: no job', CONTROL_CODES.close, {}, say('scan.no-job')],
    [
      'close: who asked first is no second person',
      CONTROL_CODES.close,
      { ...release, ...says('second-closes', { operator: 'aiko' }) },
      { kind: 'second-person' },
    ],
    [
      'close: the second person',
      CONTROL_CODES.close,
      { ...release, ...says('second-closes', { operator: 'kenji' }) },
      close,
    ],
    [
      'foreign: the load is not of this lot',
      CONTROL_CODES.foreign,
      { ...intake, ...says('scan-package') },
      { kind: 'expect-foreign-identity', isExpected: true },
    ],
    [
      'foreign: nothing lies there',
      CONTROL_CODES.foreign,
      { ...intake, ...says('place-package') },
      say('scan.foreign-needs-weight'),
    ],
    [
      'foreign: a release has no strangers',
      CONTROL_CODES.foreign,
      { ...release, ...says('scan-package') },
      say('scan.foreign-needs-weight'),
    ],
    ['lock: no matter of the station', CONTROL_CODES.lock, { ...intake, ...says('scan-package') }, null],
    ['nothing but blanks', '  ', { ...intake, ...says('scan-package') }, null],
    ['blanks around a code', ` ${CONTROL_CODES.check}\t`, {}, check],
  ];
  test.each(rows)('%s', (_what, code, station, meaning, change) =>
    expect(scan(code, station, change)).toEqual(meaning),
  );
});
