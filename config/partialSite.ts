// What the checks of a site file work on: the part of it that its schema accepts, and the models it may name. Must not
// know any check.
import type { InstrumentModel } from '../drivers/models/instrumentModel.ts';
import type { SiteInput } from './siteSchema.ts';
import type { z } from 'zod';
import { getValueAtPath } from './configError.ts';

/** A site file without its invalid settings. */
export type PartialSiteInput = DeepPartial<SiteInput>;
/** An instrument without its invalid settings. */
export type PartialInstrumentInput = NonNullable<NonNullable<PartialSiteInput['instruments']>[number]>;
/** Models by name. */
export type InstrumentModels = ReadonlyMap<string, InstrumentModel>;

/** T with every member possibly missing, list items included. */
export type DeepPartial<T> = T extends readonly (infer Item)[]
  ? readonly (DeepPartial<Item> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined }
    : T;

/** A copy of plain data without the members that a schema refused. List items keep their indexes. */
export function removeInvalidMembers<T>(value: unknown, issues: readonly z.core.$ZodIssue[]): DeepPartial<T> {
  const partial: unknown = structuredClone(value);
  for (const issue of issues) {
    if (issue.path.length === 0 && issue.code !== 'unrecognized_keys') return {} as DeepPartial<T>;
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) removeMember(partial, [...path, key]);
    // A list that is too long or too short still has items worth looking at.
    else if (!Array.isArray(getValueAtPath(partial, path))) removeMember(partial, path);
  }
  return partial as DeepPartial<T>;
}

/** Sets a member of plain data to undefined. */
export function removeMember(value: unknown, path: readonly (string | number)[]): void {
  const parent = getValueAtPath(value, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof parent !== 'object' || parent === null || last === undefined) return;
  (parent as Record<string | number, unknown>)[last] = undefined;
}
