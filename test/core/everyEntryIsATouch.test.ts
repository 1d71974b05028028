// A kind of entry by which somebody acts on a package, weighing, group, vehicle, job, finding or count, and which nobody
// remembers: whoever acted could then judge his own work. Read from the declarations, so that a new kind is asked too.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ENTRIES } from '../../agent/core/model/entry.ts';
import { kindOfMember, TOUCHED_KINDS, touchesOf } from '../../agent/core/model/touches.ts';
import {
  findingId,
  groupId,
  jobId,
  operatorId,
  packageId,
  stocktakeId,
  visitId,
  weighingId,
} from '../../agent/core/model/values.ts';

const THING_IDS: readonly z.ZodType[] = [findingId, groupId, jobId, packageId, stocktakeId, visitId, weighingId];

function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodNullable) return bare(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodArray ? bare(schema.element as z.ZodType) : schema;
}
const isPerson = (schema: z.ZodType): boolean => bare(schema) === operatorId;
const isThing = (schema: z.ZodType): boolean => THING_IDS.includes(bare(schema));

const KINDS = Object.entries(ENTRIES).map(([kind, { members, touches }]) => {
  const named = Object.entries(members as Record<string, readonly [z.ZodType, string]>);
  return {
    kind,
    touches,
    persons: named.filter(([, [schema]]) => isPerson(schema)).map(([name]) => name),
    things: named.filter(([, [schema]]) => isThing(schema)).map(([name]) => name),
  };
});

/** For whom a deputy acted, who answers for a release, to whom is consented: named, without an act of their own. */
const NO_ACTORS: readonly string[] = ['deputyFor', 'supervisor', 'taker'];

it('finds persons and things in many kinds', () => {
  expect(KINDS.filter(({ persons, things }) => persons.length > 0 && things.length > 0).length).toBeGreaterThan(30);
});

describe.each(KINDS.filter(({ persons, things }) => persons.length > 0 && things.length > 0))(
  '$kind',
  ({ kind, touches, persons, things }) => {
    it('names who acted; only for whom a deputy acted has not', () => {
      expect([...(touches?.by ?? [])].sort()).toEqual(persons.filter((name) => !NO_ACTORS.includes(name)).sort());
    });

    it('says of each thing that it is touched, or why it is not', () => {
      const said = [...(touches?.what ?? []), ...Object.keys(touches?.spared ?? {})];
      expect(things.filter((name) => !said.includes(name))).toEqual([]);
    });

    it('touches the thing that the member names', () => {
      const people = Object.fromEntries((touches?.by ?? []).map((name) => [name, `person-${name}`]));
      for (const name of touches?.what ?? []) {
        const thing = kindOfMember(name);
        if (thing === null) continue;
        const value = name === 'packages' ? ['one', 'two'] : 'one';
        const entry = { kind, body: { ...people, [name]: value } } as never;
        expect(touchesOf(entry).things).toContainEqual({ kind: thing, id: 'one' });
        expect(touchesOf(entry).people).toEqual(Object.values(people));
      }
    });
  },
);

it('an announcement touches what its intent names, a recount only when it is weighed', () => {
  const announced = (intent: Record<string, string>): string[] =>
    touchesOf({ kind: 'load-announced', body: { station: 's', operator: 'bob', intent } } as never).things.map(
      ({ kind, id }) => `${kind}/${id}`,
    );
  expect(announced({ kind: 'reweigh', package: 'p' })).toEqual(['package/p']);
  expect(announced({ kind: 'sample', package: 'p', stocktake: 'c' })).toEqual(['package/p', 'stocktake/c']);
  expect(announced({ kind: 'recount', package: 'p', finding: 'f' })).toEqual([]);
  expect(TOUCHED_KINDS).toHaveLength(7);
});
