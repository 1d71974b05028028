// Holds the base's key files in a data folder against the epoch's opening entry, for `hakari verify`. Reads public keys
// only: of keys.json the public halves alone.
import { join } from 'node:path';
import { nodeDisk } from '../../config/disk.ts';
import type { CompanionCheck } from '../ledger/ledgerVerification.ts';
import { BASE_KEYS_FILE } from '../link/contract/keyFileSchemas.ts';
import { PRIVATE_KEYS_FILE } from '../link/keyFiles.ts';

const MAX_FILE_BYTES = 65_536;

/** The check of the keys in this data folder; files that are not there say nothing. */
export function createBaseKeysCheck(dir: string): CompanionCheck {
  let opened: { signingKey: string; sealingKey: string } | null = null;
  return {
    observe: (entry) => {
      if (entry.kind === 'epoch-opened') opened = entry.body;
    },
    differences: () => {
      if (opened === null) return [];
      const { signingKey, sealingKey } = opened;
      return [readPublicFile(dir), readPrivateFile(dir)].flatMap((keys) => {
        if (keys === null || (keys.signing === signingKey && keys.sealing === sealingKey)) return [];
        return [{ code: 'base-key-differs' as const, detail: keys.file }];
      });
    },
  };
}

interface PublicKeys {
  file: string;
  signing: unknown;
  sealing: unknown;
}

function readPublicFile(dir: string): PublicKeys | null {
  const json = readObject(dir, BASE_KEYS_FILE);
  return json && { file: BASE_KEYS_FILE, signing: json['signingKey'], sealing: json['sealingKey'] };
}

function readPrivateFile(dir: string): PublicKeys | null {
  const json = readObject(dir, PRIVATE_KEYS_FILE);
  const publicHalf = (name: string): unknown => (json?.[name] as { x?: unknown } | null | undefined)?.x;
  return json && { file: PRIVATE_KEYS_FILE, signing: publicHalf('signing'), sealing: publicHalf('sealing') };
}

/** Null: it is not there, or whoever verifies may not read it. What is no JSON object holds no key. */
function readObject(dir: string, name: string): Record<string, unknown> | null {
  const text = readText(join(dir, name));
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function readText(path: string): string | null {
  try {
    return nodeDisk.read(path, MAX_FILE_BYTES);
  } catch {
    return null;
  }
}
