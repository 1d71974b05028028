// Whatever takes the code of a package says how it was given: a name that was typed from a paper is no label that was read.
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../agent/core/model/command.ts';
import { namedCodes, scannedCode } from '../../agent/core/model/commandValues.ts';

/** Text as only a code may be: with the group separator of a GS1 barcode. */
const A_CODE = '01\u001d21';

/** Members that take a code and not how it was given, each with why nothing rests on that. */
const RESTS_ON_NOTHING: Readonly<Record<string, string>> = {
  'name-weighing code': 'the weighing is bound as named afterwards, whichever way',
  'attach-tag epcHex': 'what is fixed, not what is read: the package is named by its id, and proved by the work on it',
  'hold-foreign identity': 'what can be read on goods that the book does not know',
  'open-sealed code': 'a secret of headquarters, no label',
};

interface Parsing {
  safeParse: (value: unknown) => { success: boolean };
}

const takes = (schema: Parsing, value: unknown): boolean => schema.safeParse(value).success;

const members = Object.entries(COMMANDS).flatMap(([kind, { schema }]) => {
  const shape = schema.shape as Record<string, Parsing>;
  const saysHow = 'how' in shape || 'typed' in shape;
  return Object.entries(shape).map(([name, member]) => ({ name: `${kind} ${name}`, member, saysHow }));
});

describe('commands', () => {
  const single = members.filter(({ member }) => takes(member, A_CODE));
  const lists = members.filter(({ member }) => takes(member, [A_CODE]));
  const named = members.filter(({ member }) => takes(member, [{ code: A_CODE, how: 'typed' }]));

  it('are found by what they take', () => {
    expect([takes(scannedCode, A_CODE), takes(namedCodes, [{ code: A_CODE, how: 'typed' }])]).toEqual([true, true]);
    expect(named.map(({ name }) => name).sort()).toEqual([
      'form-group codes',
      'relocate codes',
      'vehicle-unloaded codes',
    ]);
    expect(lists.map(({ name }) => name)).toEqual(['count codes']);
  });

  it('say of every code how it was given', () => {
    const silent = [...single, ...lists].filter(({ saysHow }) => !saysHow).map(({ name }) => name);
    expect(silent.sort()).toEqual(Object.keys(RESTS_ON_NOTHING).sort());
  });

  it('take no word of their own that everything was scanned', () => {
    expect(members.filter(({ name }) => name.endsWith(' scanned'))).toEqual([]);
  });
});
