// A driver stays in the cab for one pass of the weighbridge and leaves it for the other: nobody is asked.
import { expect, it } from 'vitest';
import { commandSchema } from '../../agent/core/model/command.ts';

const pass = { kind: 'announce-pass', id: 'a'.repeat(32), visit: 'visit-1', axlesOn: true };

it('a pass is announced with all axles on', () => {
  expect(commandSchema.safeParse({ ...pass, axlesOn: 'perhaps' }).success).toBe(false);
});

it('a pass is announced only with who is aboard', () => {
  expect(commandSchema.safeParse({ ...pass, driverAboard: true, empty: false, dunnage: null }).success).toBe(true);
  expect(commandSchema.safeParse(pass).success).toBe(false);
});
