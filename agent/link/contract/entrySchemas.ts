// Every kind of ledger entry as headquarters may receive it: the declarations of agent/core/model, for readers that
// know only the contract. An entry that is not of this form is still stored and acknowledged by headquarters, not
// applied.
import { ENTRIES, entryHeader, type EntryKind } from '../../core/model/entry.ts';

export { isEntryKind } from '../../core/model/entry.ts';
export type { Entry, EntryBodies, EntryKind, FindingBody, VerdictBody, WeighingBody } from '../../core/model/entry.ts';
export type { FindingCode } from '../../core/model/findings.ts';
export type { Comparison, VerdictWord } from '../../core/model/weighingEvidence.ts';

type BodySchemas = { readonly [K in EntryKind]: (typeof ENTRIES)[K]['schema'] };

/** The schema of every kind's body. */
export const entryBodySchemas = Object.fromEntries(
  Object.entries(ENTRIES).map(([kind, { schema }]) => [kind, schema]),
) as BodySchemas;

/** Members that every entry has, whatever its kind: enough to chain and store one of an unknown kind. */
export const anyEntrySchema = entryHeader.schema.loose();
