// A technician adds a scale by the form, and no station uses it: the form does not ask where it belongs.
import { expect, it } from 'vitest';
import { draftOf, shownFields } from '../../agent/screen/instruments/draft.ts';

it('the form of a new scale asks for its model', () => {
  expect([...shownFields(draftOf({}), 'scale')]).toContain('model');
});

it.fails('the form of a new scale asks for its station', () => {
  expect([...shownFields(draftOf({}), 'scale')]).toContainEqual(expect.stringMatching(/station/));
});
