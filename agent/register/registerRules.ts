// What a change of the register must fulfil before it is recorded: who may make it, and what it may hold. Pure; must
// not know files.
import type { Actor } from '../core/model/command.ts';
import { ROLES } from '../core/model/roles.ts';
import type { RegisterChange } from '../core/model/siteEntries.ts';
import type { RegisterContent } from './registerContent.ts';
import {
  BADGE_PATTERN,
  REGISTER_ID_PATTERN,
  ISO_DATE_PATTERN,
  NAME_PATTERN,
  PREFERENCE_NAME_PATTERN,
  REGISTER_LIMITS,
} from './registerValidation.ts';
import { PIN_PATTERN } from './pin.ts';

/** Every reason to decline a change, with what a person can do about it. */
export const REGISTER_REFUSALS = {
  'register-role': 'Your role does not allow this change. Ask a technician.',
  'register-malformed': '{member} is not acceptable: {allowed}.',
  'badge-in-use': 'The badge belongs to operator {operator} already. Use another badge.',
  'pin-malformed': 'A PIN is 4 to 12 digits.',
  'pin-missing': 'Operator {operator} is new and needs a PIN.',
  'operator-unknown': 'There is no operator {operator}.',
  'register-full': 'The register holds {most} {what} already. Remove one first.',
  'hand-edit-unknown': 'There is no hand edit with hash {hash}. Look at the present one first.',
} as const;

/** Why a change is declined; the text stands in `REGISTER_REFUSALS`. */
export interface RegisterChangeRefusal {
  kind: 'refused';
  code: string;
  params: Record<string, string | number>;
}

/** Null: the actor's roles allow this kind of change. */
export function checkChangeRole(kind: RegisterChange['kind'], actor: Actor): RegisterChangeRefusal | null {
  const allowed =
    kind === 'operator-put' || kind === 'operator-removed' ? ['technician', 'supervisor'] : ['technician'];
  return actor.roles.some((role) => allowed.includes(role)) ? null : refuseChange('register-role');
}

/** Name of the preference that holds an operator's language. */
export function languagePreferenceName(operator: string): string {
  return `language/${operator}`;
}

/** Whether the page has texts in this language. */
export function isOperatorLanguage(value: string): value is 'en' | 'ja' {
  return value === 'en' || value === 'ja';
}

/** Whether the actor changes their own language, which needs no role. */
export function isOwnLanguageChange(change: RegisterChange, actor: Actor): boolean {
  return change.kind === 'preference-put' && change.name === languagePreferenceName(actor.operator);
}

/** Null: the change may be recorded. `pin`: the new PIN of operator-put, null to keep the one there is. */
export function checkRegisterChange(
  change: RegisterChange,
  pin: string | null,
  content: RegisterContent,
): RegisterChangeRefusal | null {
  switch (change.kind) {
    case 'operator-put':
      return checkOperatorChange(change, pin, content);
    case 'operator-removed':
      return content.operators.some(({ operator }) => operator === change.operator)
        ? null
        : refuseChange('operator-unknown', { operator: change.operator });
    case 'verification-put':
      if (!REGISTER_ID_PATTERN.test(change.instrument)) return refuseMalformed('instrument', 'a–z 0–9 -');
      if (change.mark !== null && !NAME_PATTERN.test(change.mark)) return refuseMalformed('mark', '1 to 80 characters');
      if (change.verifiedUntil !== null && !ISO_DATE_PATTERN.test(change.verifiedUntil))
        return refuseMalformed('verifiedUntil', 'a date like 2027-03-31');
      return refuseIfFull(
        'instruments',
        change.instrument in content.verification ? 0 : Object.keys(content.verification).length,
      );
    case 'preference-put':
      if (!PREFERENCE_NAME_PATTERN.test(change.name)) return refuseMalformed('name', 'a–z 0–9 -');
      if (!NAME_PATTERN.test(change.value)) return refuseMalformed('value', '1 to 80 characters');
      if (change.name.startsWith('language/') && !isOperatorLanguage(change.value))
        return refuseMalformed('value', 'en or ja');
      return refuseIfFull(
        'preferences',
        change.name in content.preferences ? 0 : Object.keys(content.preferences).length,
      );
    case 'hand-edit-adopted':
      return null;
  }
}

function checkOperatorChange(
  change: Extract<RegisterChange, { kind: 'operator-put' }>,
  pin: string | null,
  content: RegisterContent,
): RegisterChangeRefusal | null {
  if (!REGISTER_ID_PATTERN.test(change.operator)) return refuseMalformed('operator', 'a–z 0–9 -, at most 40');
  if (!NAME_PATTERN.test(change.name)) return refuseMalformed('name', '1 to 80 characters');
  if (!BADGE_PATTERN.test(change.badge)) return refuseMalformed('badge', '1 to 64 characters without blanks');
  const knownRoles: readonly string[] = ROLES;
  if (
    change.roles.length === 0 ||
    new Set(change.roles).size !== change.roles.length ||
    !change.roles.every((role) => knownRoles.includes(role))
  )
    return refuseMalformed('roles', `some of ${ROLES.join(', ')}`);
  const holder = content.operators.find(
    ({ badge, operator }) => badge === change.badge && operator !== change.operator,
  );
  if (holder) return refuseChange('badge-in-use', { operator: holder.operator });
  if (pin !== null && !PIN_PATTERN.test(pin)) return refuseChange('pin-malformed');
  if (content.operators.some(({ operator }) => operator === change.operator)) return null;
  if (pin === null) return refuseChange('pin-missing', { operator: change.operator });
  return refuseIfFull('operators', content.operators.length);
}

function refuseIfFull(what: 'operators' | 'instruments' | 'preferences', count: number): RegisterChangeRefusal | null {
  return count < REGISTER_LIMITS[what] ? null : refuseChange('register-full', { most: REGISTER_LIMITS[what], what });
}

function refuseMalformed(member: string, allowed: string): RegisterChangeRefusal {
  return refuseChange('register-malformed', { member, allowed });
}

function refuseChange(
  code: keyof typeof REGISTER_REFUSALS,
  params: Record<string, string | number> = {},
): RegisterChangeRefusal {
  return { kind: 'refused', code, params };
}
