// The frozen configuration in force, and the one way to change it while the agent runs: the site file first, then the
// snapshot, then whoever lives by it. One change at a time. Knows no instrument and no YAML.
import type { LoadedSite, SiteConfig } from '../config/load.ts';
import { editSite, type EditOutcome, type InstrumentEdit } from '../config/writeSite.ts';
import type { Models } from '../config/siteDraft.ts';
import { readEntry, type EntryOutcome } from '../config/siteEntry.ts';

/**
 * Where a changed configuration is written. Null: this run has no file of its own (a replay), and nothing can be
 * changed.
 */
export interface SiteSource {
  path: string;
  models: Models;
  /** The command line's override of the file's data folder. */
  data: string | undefined;
}

export interface SiteHolder {
  current(): LoadedSite;
  /** One instrument as it stands in the file. */
  entry(id: string): EntryOutcome;
  /** Resolves after `apply` has; a change that was refused has changed nothing. */
  change(edit: InstrumentEdit): Promise<EditOutcome>;
}

const NO_FILE = 'this run has no site file of its own';

export type Apply = (next: SiteConfig, before: SiteConfig) => Promise<void>;

export function holdSite(loaded: LoadedSite, source: SiteSource | null, apply: Apply): SiteHolder {
  let current = loaded;
  let queue: Promise<unknown> = Promise.resolve();

  async function changeNow(edit: InstrumentEdit): Promise<EditOutcome> {
    if (source === null) return { kind: 'not-written', reason: NO_FILE };
    const outcome = editSite(edit, { ...source, fileHash: current.fileHash });
    if (outcome.kind !== 'written') return outcome;
    const before = current;
    current = outcome.loaded;
    await apply(current.site, before.site);
    return outcome;
  }

  return {
    current: () => current,
    entry: (id) =>
      source === null
        ? { kind: 'not-read', reason: NO_FILE }
        : readEntry(id, { path: source.path, fileHash: current.fileHash }),
    change(edit) {
      const changed = queue.then(() => changeNow(edit));
      // The next change waits for this one, and not for its success.
      queue = changed.catch(() => undefined);
      return changed;
    },
  };
}
