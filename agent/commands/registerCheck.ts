// Holds register.json against the register's entries, for `hakari verify`. Reads only; the agent may run meanwhile.
import { nodeDisk } from '../../config/disk.ts';
import { EMPTY_REGISTER, projectRegisterChange } from '../core/projection/registerChanges.ts';
import type { CompanionCheck } from '../ledger/ledgerVerification.ts';
import { contentFromLedger, describeRegisterDifferences, pinHashesOf } from '../register/registerContent.ts';
import { registerPathsIn } from '../register/registerFile.ts';
import { type ParsedRegister, parseRegister } from '../register/registerText.ts';
import { REGISTER_LIMITS } from '../register/registerValidation.ts';

/** The check of the register in this data folder. */
export function createRegisterCheck(dir: string): CompanionCheck {
  // A change that is made meanwhile is in the one reading or in the other.
  const before = readRegister(dir);
  let recorded = EMPTY_REGISTER;
  const differ = (read: ParsedRegister | null): string[] => {
    if (read === null) return recorded === EMPTY_REGISTER ? [] : ['register.json is not there'];
    if (read.kind === 'broken') return [`register.json cannot be read: ${read.reason}`];
    const { content } = read.document;
    const differences = describeRegisterDifferences(contentFromLedger(recorded, pinHashesOf(content)), content);
    if (differences.length > 0) return differences;
    return read.kind === 'edited' ? ['register.json was edited by hand'] : [];
  };
  return {
    observe: (entry) => {
      if (entry.kind === 'register-changed') recorded = projectRegisterChange(recorded, entry.body.change);
    },
    differences: () => {
      const then = differ(before);
      const now = then.length === 0 ? then : differ(readRegister(dir));
      return now.map((detail) => ({ code: 'register-differs', detail }));
    },
  };
}

function readRegister(dir: string): ParsedRegister | null {
  const text = nodeDisk.read(registerPathsIn(dir).main, REGISTER_LIMITS.fileBytes);
  return text === null ? null : parseRegister(text);
}
