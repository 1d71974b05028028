// Bases that headquarters knows, with their keys and topics.
import type { HeadquartersStore } from '../store/headquartersStore.ts';

/** A base that headquarters knows: its topic id and its public keys as base64url. */
export interface BaseRow {
  base: string;
  topic: string;
  signing_key: string;
  sealing_key: string;
}

/** All enrolled bases by name. */
export function listEnrolledBases(store: HeadquartersStore): BaseRow[] {
  return store.prepare<[], BaseRow>('SELECT * FROM bases ORDER BY base').all();
}

/** Enrols a base; refuses a known name with other keys or another topic. */
export function addEnrolledBase(store: HeadquartersStore, base: BaseRow): 'enrolled' | 'known' | 'refused' {
  const enrolled = store.prepare<[string], BaseRow>('SELECT * FROM bases WHERE base = ?').get(base.base);
  if (enrolled) {
    // Other keys for a known name need a key list of the root, which is not this version's to take.
    return enrolled.signing_key === base.signing_key &&
      enrolled.sealing_key === base.sealing_key &&
      enrolled.topic === base.topic
      ? 'known'
      : 'refused';
  }
  store.prepare('INSERT INTO bases VALUES (@base, @topic, @signing_key, @sealing_key)').run(base);
  return 'enrolled';
}
