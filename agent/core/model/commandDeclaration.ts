// How a command is declared: what it means, who may give it, its members. Its handler stands in services/, under the
// same name.
import { declare, type Declaration, type Members } from './declare.ts';
import type { Role } from './roles.ts';

/** Who handles goods. */
export const DOCK: readonly Role[] = ['operator', 'supervisor'];
/** Who answers for a shift: for acts that an operator may not do alone. */
export const SUPERVISOR: readonly Role[] = ['supervisor'];
/** Who handles goods, and who looks after the instruments. */
export const DOCK_AND_TECHNICIAN: readonly Role[] = ['operator', 'supervisor', 'technician'];
/** Who answers for the instruments. */
export const TECHNICIAN: readonly Role[] = ['technician'];

/** A command's members, its meaning, and who may give it. */
export interface CommandDeclaration<M extends Members = Members> extends Declaration<M> {
  /** Any one of them suffices. */
  readonly roles: readonly Role[];
}

/** Declares a command; `kind` and the command's own id come from the table. */
export function command<const M extends Members>(declaration: {
  means: string;
  roles: readonly Role[];
  members: M;
}): CommandDeclaration<M> {
  return { ...declare(declaration.means, declaration.members), roles: declaration.roles };
}
