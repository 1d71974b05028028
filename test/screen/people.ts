// Who works at the tests' base. They exist only in folders that a test makes and removes, so their PIN is no secret.
import type { DemoPerson } from '../../simulators/demo/baseSetup.ts';

export const PIN = '738214';

const person = (operator: string, name: string, roles: string): DemoPerson => ({
  operator,
  name,
  roles,
  badge: `B-${operator.toUpperCase()}-01`,
});

export const AIKO = person('aiko', 'Aiko Tanaka', 'operator');
export const BEN = person('ben', 'Ben Okafor', 'operator');
export const KENJI = person('kenji', 'Kenji Mori', 'supervisor');
export const MIKA = person('mika', 'Mika Sato', 'supervisor');
export const TOMO = person('tomo', 'Tomo Ito', 'technician');
export const ADA = person('ada', 'Ada Novak', 'auditor');

/** The first two also work for the stage, without a page. */
export const PEOPLE: readonly DemoPerson[] = [AIKO, BEN, KENJI, MIKA, TOMO, ADA];
