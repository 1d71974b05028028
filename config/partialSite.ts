// What the checks of a site file work on: whatever part of it its schema accepts, and the models it may name. Types
// only.
import type { InstrumentModel } from '../drivers/models/instrumentModel.ts';
import type { SiteInput } from './siteSchema.ts';
import type { z } from 'zod';
import { getValueAtPath } from './configError.ts';

export type PartialSiteInput = DeepPartial<SiteInput>;
export type PartialInstrumentInput = NonNullable<NonNullable<PartialSiteInput['instruments']>[number]>;
/** By name. */
export type InstrumentModels = ReadonlyMap<string, InstrumentModel>;

/** T with every member possibly missing, list items included. */
export type DeepPartial<T> = T extends readonly (infer Item)[]
  ? readonly (DeepPartial<Item> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined }
    : T;

/** `value` is plain data; it is not changed. List items keep their place. */
export function removeInvalidMembers<T>(value: unknown, issues: readonly z.core.$ZodIssue[]): DeepPartial<T> {
  const draft: unknown = structuredClone(value);
  for (const issue of issues) {
    if (issue.path.length === 0 && issue.code !== 'unrecognized_keys') return {} as DeepPartial<T>;
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) removeMember(draft, [...path, key]);
    // A list that is too long or too short still has items worth looking at.
    else if (!Array.isArray(getValueAtPath(draft, path))) removeMember(draft, path);
  }
  return draft as DeepPartial<T>;
}

export function removeMember(value: unknown, path: readonly (string | number)[]): void {
  const around = getValueAtPath(value, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof around !== 'object' || around === null || last === undefined) return;
  (around as Record<string | number, unknown>)[last] = undefined;
}
