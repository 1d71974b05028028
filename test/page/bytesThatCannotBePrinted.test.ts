// What an instrument sends is shown byte by byte: control characters by their names, what is no ASCII as hex, never as
// nothing.
import { expect, test } from 'vitest';
import {
  classifyVerification,
  classifyInstrument,
  formatLocalDay,
  parseFaultText,
} from '../../agent/screen/rooms/instruments/instrumentStatus.ts';
import { formatBytes } from '../../agent/screen/rooms/instruments/byteFormat.ts';
import type { InstrumentView } from '../../agent/core/views/stateView.ts';

const shown = (hex: string): string =>
  formatBytes(hex)
    .parts.map(({ text, kind }) => (kind === 'plain' ? text : `<${text}>`))
    .join('');

test('every byte is shown', () => {
  expect(formatBytes('02535a0d').hex).toBe('02 53 5A 0D');
  expect(shown('0253542C2B303132330D0A')).toBe('<STX>ST,+0123<CR><LF>');
  expect(shown('001F207E7F80FF')).toBe('<NUL><US> ~<DEL><80><FF>');
  expect(formatBytes('')).toEqual({ hex: '', parts: [] });
});

test('a verification is due soon, overdue, or never written down', () => {
  const due = (mark: string | null, until: string | null): string =>
    classifyVerification({ verified: true, mark, until }, '2026-11-25');
  expect([
    due('A', '2026-11-24'),
    due('A', '2026-11-25'),
    due('A', '2026-12-25'),
    due('A', '2026-12-26'),
    due('A', null),
    due(null, '2030-01-01'),
  ]).toEqual(['overdue', 'soon', 'soon', 'valid', 'valid', 'unmarked']);
  expect(formatLocalDay(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
});

test('an open port that says nothing is no working scale; a reader without a tag is one', () => {
  const view = { state: 'open', trouble: '', kind: 'scale', lastFrameAgeMs: 100 } as InstrumentView;
  expect(classifyInstrument(view)).toBe('works');
  expect([
    classifyInstrument({ ...view, lastFrameAgeMs: null }),
    classifyInstrument({ ...view, lastFrameAgeMs: 6000 }),
    classifyInstrument({ ...view, trouble: 'silent: 5 s' }),
  ]).toEqual(['silent', 'silent', 'silent']);
  expect([
    classifyInstrument({ ...view, kind: 'reader', lastFrameAgeMs: null }),
    classifyInstrument({ ...view, state: 'waiting' }),
  ]).toEqual(['works', 'waiting']);
  expect(parseFaultText('port-absent: No such file: /dev/x')).toEqual({
    code: 'port-absent',
    detail: 'No such file: /dev/x',
  });
  expect(parseFaultText('Something else')).toEqual({ code: '', detail: 'Something else' });
});
