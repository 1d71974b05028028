// What is left of a file when everything that its schema refuses is taken out: the further checks run on it, so that a
// person sees every fault at once and not one layer after another.
import type { z } from 'zod';
import { valueAt } from './fault.ts';

/** T with every member possibly missing, list items included. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? readonly (Draft<Item> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: Draft<T[K]> | undefined }
    : T;

/** `value` is plain data; it is not changed. List items keep their place. */
export function draftOf<T>(value: unknown, issues: readonly z.core.$ZodIssue[]): Draft<T> {
  const draft: unknown = structuredClone(value);
  for (const issue of issues) {
    if (issue.path.length === 0 && issue.code !== 'unrecognized_keys') return {} as Draft<T>;
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) drop(draft, [...path, key]);
    // A list that is too long or too short still has items worth looking at.
    else if (!Array.isArray(valueAt(draft, path))) drop(draft, path);
  }
  return draft as Draft<T>;
}

function drop(value: unknown, path: readonly (string | number)[]): void {
  const around = valueAt(value, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof around !== 'object' || around === null || last === undefined) return;
  (around as Record<string | number, unknown>)[last] = undefined;
}
