// The store of a base, begun where the folder holds none: what `hakari init` and a later start do one after the other.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beginBase, openBaseStore, type BaseStore, type BaseStoreParts } from '../../agent/services/baseStore.ts';

export function openBeganStore(parts: BaseStoreParts): Promise<BaseStore> {
  return existsSync(join(parts.site.data, 'ledger.sqlite')) ? openBaseStore(parts) : beginBase(parts);
}
