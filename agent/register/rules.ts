// What a change of the register must fulfil before it is recorded: who may ask for it, and what it may say. Pure.
import type { Actor } from '../core/command.ts';
import type { RegisterChange } from '../core/entry.ts';
import type { RegisterContent } from './document.ts';
import { BADGE, ID, ISO_DATE, NAME, PREFERENCE, REGISTER_LIMITS, ROLES } from './form.ts';
import { PIN_FORM } from './pin.ts';

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

export interface ChangeRefusal {
  kind: 'refused';
  code: string;
  params: Record<string, string | number>;
}

export function mayChange(kind: RegisterChange['kind'], actor: Actor): ChangeRefusal | null {
  const allowed =
    kind === 'operator-put' || kind === 'operator-removed' ? ['technician', 'supervisor'] : ['technician'];
  return actor.roles.some((role) => allowed.includes(role)) ? null : refuse('register-role');
}

/** The preference that says in which language a person reads. */
export function languageOf(operator: string): string {
  return `language/${operator}`;
}

export function isLanguage(value: string): value is 'en' | 'ja' {
  return value === 'en' || value === 'ja';
}

/** Everybody chooses the language that they read themselves. */
export function isOwnLanguage(change: RegisterChange, actor: Actor): boolean {
  return change.kind === 'preference-put' && change.name === languageOf(actor.operator);
}

export function checkChange(
  change: RegisterChange,
  pin: string | null,
  content: RegisterContent,
): ChangeRefusal | null {
  switch (change.kind) {
    case 'operator-put':
      return checkOperator(change, pin, content);
    case 'operator-removed':
      return content.operators.some((one) => one.operator === change.operator)
        ? null
        : refuse('operator-unknown', { operator: change.operator });
    case 'verification-put':
      if (!ID.test(change.instrument)) return malformed('instrument', 'a–z 0–9 -');
      if (change.mark !== null && !NAME.test(change.mark)) return malformed('mark', '1 to 80 characters');
      if (change.verifiedUntil !== null && !ISO_DATE.test(change.verifiedUntil))
        return malformed('verifiedUntil', 'a date like 2027-03-31');
      return full(
        'instruments',
        change.instrument in content.verification ? 0 : Object.keys(content.verification).length,
      );
    case 'preference-put':
      if (!PREFERENCE.test(change.name)) return malformed('name', 'a–z 0–9 -');
      if (!NAME.test(change.value)) return malformed('value', '1 to 80 characters');
      if (change.name.startsWith('language/') && !isLanguage(change.value)) return malformed('value', 'en or ja');
      return full('preferences', change.name in content.preferences ? 0 : Object.keys(content.preferences).length);
    case 'hand-edit-adopted':
      return null;
  }
}

function checkOperator(
  put: Extract<RegisterChange, { kind: 'operator-put' }>,
  pin: string | null,
  content: RegisterContent,
): ChangeRefusal | null {
  if (!ID.test(put.operator)) return malformed('operator', 'a–z 0–9 -, at most 40');
  if (!NAME.test(put.name)) return malformed('name', '1 to 80 characters');
  if (!BADGE.test(put.badge)) return malformed('badge', '1 to 64 characters without blanks');
  const known: readonly string[] = ROLES;
  if (
    put.roles.length === 0 ||
    new Set(put.roles).size !== put.roles.length ||
    !put.roles.every((role) => known.includes(role))
  )
    return malformed('roles', `some of ${ROLES.join(', ')}`);
  const holder = content.operators.find((one) => one.badge === put.badge && one.operator !== put.operator);
  if (holder) return refuse('badge-in-use', { operator: holder.operator });
  if (pin !== null && !PIN_FORM.test(pin)) return refuse('pin-malformed');
  if (content.operators.some((one) => one.operator === put.operator)) return null;
  if (pin === null) return refuse('pin-missing', { operator: put.operator });
  return full('operators', content.operators.length);
}

function full(what: 'operators' | 'instruments' | 'preferences', count: number): ChangeRefusal | null {
  return count < REGISTER_LIMITS[what] ? null : refuse('register-full', { most: REGISTER_LIMITS[what], what });
}

function malformed(member: string, allowed: string): ChangeRefusal {
  return refuse('register-malformed', { member, allowed });
}

function refuse(code: keyof typeof REGISTER_REFUSALS, params: Record<string, string | number> = {}): ChangeRefusal {
  return { kind: 'refused', code, params };
}
