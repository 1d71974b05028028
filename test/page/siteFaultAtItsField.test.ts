// The server refuses a changed instrument: each fault stands at its field, and what belongs to no field is told all the
// same.
import { expect, test } from 'vitest';
import {
  toInstrumentFormDraft,
  toInstrumentConfig,
  assignErrorsToFields,
  visibleFieldPaths,
} from '../../agent/screen/rooms/instruments/instrumentFormDraft.ts';

const scale = {
  id: 'scale-1',
  model: 'and-ad4406',
  port: { serial: '/dev/ttyS0', baud: 2400 },
  scale: { class: 'III', unit: 'kg', decimals: 1, ranges: [{ max: '600', min: '4', interval: '0.2' }] },
  serialNumber: '5120417',
};
const reader = { id: 'reader-1', model: 'm100-generic', port: { tcp: '10.0.0.7:4001' }, address: '3', region: 'EU' };
const fault = (path: string) => ({ path, problem: 'missing', allowed: 'something' });

test('an entry goes through the form and comes out as it was', () => {
  expect(toInstrumentConfig(toInstrumentFormDraft(scale), 'scale')).toEqual(scale);
  expect(toInstrumentConfig(toInstrumentFormDraft(reader), 'reader')).toEqual(reader);
});

test('what is empty is left out, and what is no number goes to the server as typed', () => {
  expect(
    toInstrumentConfig({ ...toInstrumentFormDraft(scale), baud: ' ', serialNumber: '', decimals: 'one' }, 'scale'),
  ).toEqual({
    ...scale,
    port: { serial: '/dev/ttyS0' },
    serialNumber: undefined,
    scale: { ...scale.scale, decimals: 'one' },
  });
  expect(toInstrumentConfig({ ...toInstrumentFormDraft(scale), wire: 'tcp', tcp: ' 10.0.0.7 ' }, 'reader')).toEqual({
    id: 'scale-1',
    model: 'and-ad4406',
    port: { tcp: '10.0.0.7' },
    serialNumber: '5120417',
  });
});

test('each fault at its field; a group’s at the first field in it; the rest is listed', () => {
  const shown = visibleFieldPaths(toInstrumentFormDraft(scale), 'scale');
  const faults = [
    fault('instruments[1].port'),
    fault('instruments[2].port'),
    fault('instruments[2].scale.ranges[0].max'),
    fault('instruments[2].scale.ranges[1].max'),
    fault('stations[0].scale'),
    fault('instruments[20].id'),
  ];
  const { byField, unassigned } = assignErrorsToFields(faults, 2, shown);
  expect([...byField.keys()]).toEqual(['port.serial', 'scale.ranges[0].max']);
  expect(unassigned.map(({ path }) => path)).toEqual([
    'instruments[1].port',
    'instruments[2].scale.ranges[1].max',
    'stations[0].scale',
    'instruments[20].id',
  ]);
});
