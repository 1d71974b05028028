// What the checks of a site file work on: whatever part of it its schema accepts, and the models it may name. Types
// only.
import type { Model } from '../drivers/instrument.ts';
import type { Draft } from './draft.ts';
import type { SiteInput } from './site.ts';

export type SiteDraft = Draft<SiteInput>;
export type InstrumentDraft = NonNullable<NonNullable<SiteDraft['instruments']>[number]>;
/** By name. */
export type Models = ReadonlyMap<string, Model>;
