// A technician adds a scale by the form, and no station uses it: the form does not ask where it belongs.
import { expect, it } from 'vitest';
import { toInstrumentFormDraft, visibleFieldPaths } from '../../agent/screen/rooms/instruments/instrumentFormDraft.ts';

it('the form of a new scale asks for its model', () => {
  expect([...visibleFieldPaths(toInstrumentFormDraft({}), 'scale')]).toContain('model');
});

it.fails('the form of a new scale asks for its station', () => {
  expect([...visibleFieldPaths(toInstrumentFormDraft({}), 'scale')]).toContainEqual(expect.stringMatching(/station/));
});
