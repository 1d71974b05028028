// What a change of the register must fulfil before it is recorded: who may make it, and what it may hold. Pure; must
// not know files.
import { comparableText } from '../core/model/comparableText.ts';
import type { Actor } from '../core/model/command.ts';
import { type Role, ROLES } from '../core/model/roles.ts';
import type { RegisterChange } from '../core/model/siteEntries.ts';
import type { REGISTER_REFUSALS } from '../core/model/registerRefusals.ts';
import type { OperatorRecord, RegisterContent } from './registerContent.ts';
import {
  BADGE_PATTERN,
  REGISTER_ID_PATTERN,
  ISO_DATE_PATTERN,
  NAME_PATTERN,
  PREFERENCE_NAME_PATTERN,
  REGISTER_LIMITS,
} from './registerValidation.ts';

/** Why a change is declined; the text stands in `REGISTER_REFUSALS`. */
export interface RegisterChangeRefusal {
  kind: 'refused';
  code: keyof typeof REGISTER_REFUSALS;
  params: Record<string, string | number>;
}

/** Who asks for a change. `first` null: somebody at the machine, by the command line. */
export interface ChangeAuthors {
  first: Actor | null;
  /** Who gave badge and PIN for this one change beside the first; null: nobody. */
  second: Actor | null;
}

/** Roles that decide about others, or about what scales may prove. */
const POWERFUL_ROLES: readonly Role[] = ['supervisor', 'technician'];
/** An auditor reads and does nothing. */
const ACTING_ROLES: readonly Role[] = ['operator', 'supervisor', 'technician'];

type Need = 'nobody' | 'technician' | 'supervisor' | 'two';

function hasRole({ roles }: { roles: readonly Role[] }, wanted: readonly Role[]): boolean {
  return roles.some((role) => wanted.includes(role));
}

/**
 * Who is needed for a change: two for what gives somebody the means to act as a second person, or gives or takes power;
 * one supervisor for what only takes means away, or writes a name anew.
 */
function whoIsNeeded(change: RegisterChange, content: RegisterContent): Need {
  switch (change.kind) {
    case 'verification-put':
    case 'preference-put':
      return 'technician';
    case 'hand-edit-adopted':
      return 'nobody';
    case 'pin-set':
      return 'two';
    case 'operator-put':
      return isPowerful(change.operator, content) || givesMeans(change, content) ? 'two' : 'supervisor';
    case 'operator-locked':
      return change.locked ? 'supervisor' : 'two';
    case 'operator-removed':
      return isPowerful(change.operator, content) ? 'two' : 'supervisor';
  }
}

/** Whether it adds a person, a role or another badge: one person alone would be two from then on. */
function givesMeans(change: Extract<RegisterChange, { kind: 'operator-put' }>, content: RegisterContent): boolean {
  const before = content.operators.find(({ operator }) => operator === change.operator);
  return (
    before === undefined || before.badge !== change.badge || change.roles.some((role) => !before.roles.includes(role))
  );
}

function isPowerful(id: string, content: RegisterContent): boolean {
  const operator = content.operators.find((one) => one.operator === id);
  return operator !== undefined && hasRole(operator, POWERFUL_ROLES);
}

function concernedOperator(change: RegisterChange): string | null {
  return 'operator' in change ? change.operator : null;
}

/**
 * Null: these people may make the change. `isBegun`: a job was opened at this base, so that the command line no longer
 * sets it up.
 */
export function checkAuthors(
  change: RegisterChange,
  { first, second }: ChangeAuthors,
  { content, isBegun }: { content: RegisterContent; isBegun: boolean },
): RegisterChangeRefusal | null {
  const need = whoIsNeeded(change, content);
  if (first === null) {
    const isRefused = isBegun && need !== 'technician' && canBeDoneAtThePage(change, need, content);
    return isRefused ? refuseChange('register-at-the-page') : null;
  }
  if (need === 'nobody' || isOwnLanguageChange(change, first) || isOwnPin(change, { first, second })) return null;
  const people = [first, ...(second && second.operator !== first.operator ? [second] : [])];
  if (need === 'technician')
    return people.some((one) => hasRole(one, ['technician'])) ? null : refuseRole('technician');
  const concerned = concernedOperator(change);
  if (people.some(({ operator }) => operator === concerned)) return refuseChange('register-own-record');
  if (need === 'two' && (people.length < 2 || !people.every((one) => hasRole(one, ACTING_ROLES))))
    return refuseChange('register-second-person');
  if (people.some((one) => hasRole(one, ['supervisor']))) return null;
  return need === 'two' ? refuseChange('register-second-person') : refuseRole('supervisor');
}

/** Whoever gives the PIN that holds changes it alone: the second person is the first, with badge and PIN. */
function isOwnPin(change: RegisterChange, { first, second }: ChangeAuthors): boolean {
  return change.kind === 'pin-set' && first?.operator === change.operator && second?.operator === change.operator;
}

/** Whether enough people are left who can sign in, beside the one concerned. */
function canBeDoneAtThePage(change: RegisterChange, need: Need, { operators }: RegisterContent): boolean {
  const concerned = concernedOperator(change);
  const left = operators.filter((one) => canSignIn(one) && one.operator !== concerned && hasRole(one, ACTING_ROLES));
  return left.some((one) => hasRole(one, ['supervisor'])) && left.length >= (need === 'two' ? 2 : 1);
}

function canSignIn({ pin, locked }: OperatorRecord): boolean {
  return pin !== null && !locked;
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
function isOwnLanguageChange(change: RegisterChange, actor: Actor): boolean {
  return change.kind === 'preference-put' && change.name === languagePreferenceName(actor.operator);
}

/** What is known when a change's content is checked. */
export interface ChangeContext {
  content: RegisterContent;
  /** Ids that belonged to people who left. */
  former: readonly string[];
  /** Whether the change comes with a PIN. */
  withPin: boolean;
  /** Whether it is made by the command line, which can also make the next supervisor. */
  isAtMachine: boolean;
}

/** Null: what the change says may be recorded. */
export function checkRegisterChange(change: RegisterChange, context: ChangeContext): RegisterChangeRefusal | null {
  const { content } = context;
  switch (change.kind) {
    case 'operator-put':
      return checkOperatorChange(change, context);
    case 'pin-set':
    case 'operator-locked':
    case 'operator-removed':
      return content.operators.some(({ operator }) => operator === change.operator)
        ? checkSupervisorStays(change, context)
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

/** A base whose last supervisor is gone could only be helped at the machine. */
function checkSupervisorStays(
  change: Extract<RegisterChange, { kind: 'pin-set' | 'operator-locked' | 'operator-removed' | 'operator-put' }>,
  { content: { operators }, isAtMachine }: ChangeContext,
): RegisterChangeRefusal | null {
  const isTaken =
    change.kind === 'operator-removed' ||
    (change.kind === 'operator-locked' && change.locked) ||
    (change.kind === 'operator-put' && !hasRole(change, ['supervisor']));
  if (!isTaken || isAtMachine) return null;
  const supervisors = operators.filter((one) => hasRole(one, ['supervisor']) && canSignIn(one));
  const isLast = supervisors.length === 1 && supervisors[0]?.operator === change.operator;
  return isLast ? refuseChange('last-supervisor', { operator: change.operator }) : null;
}

function checkOperatorChange(
  change: Extract<RegisterChange, { kind: 'operator-put' }>,
  context: ChangeContext,
): RegisterChangeRefusal | null {
  const { content, former, withPin } = context;
  const { operator: id, name, badge, roles } = change;
  if (!REGISTER_ID_PATTERN.test(id)) return refuseMalformed('operator', 'a–z 0–9 -, at most 40');
  if (!NAME_PATTERN.test(name)) return refuseMalformed('name', '1 to 80 characters');
  if (!BADGE_PATTERN.test(badge)) return refuseMalformed('badge', '1 to 64 characters without blanks');
  if (roles.length === 0 || new Set(roles).size !== roles.length || !roles.every((role) => ROLES.includes(role)))
    return refuseMalformed('roles', `some of ${ROLES.join(', ')}`);
  const others = content.operators.filter(({ operator }) => operator !== id);
  const holder = others.find((one) => one.badge === badge);
  if (holder) return refuseChange('badge-in-use', { operator: holder.operator });
  const namesake = others.find((one) => comparableText(one.name) === comparableText(name));
  if (namesake) return refuseChange('name-in-use', { operator: namesake.operator });
  if (others.length < content.operators.length) return checkSupervisorStays(change, context);
  if (former.includes(id)) return refuseChange('operator-id-used', { operator: id });
  if (!withPin) return refuseChange('pin-missing', { operator: id });
  return refuseIfFull('operators', content.operators.length);
}

function refuseIfFull(what: 'operators' | 'instruments' | 'preferences', count: number): RegisterChangeRefusal | null {
  return count < REGISTER_LIMITS[what] ? null : refuseChange('register-full', { most: REGISTER_LIMITS[what] });
}

function refuseMalformed(member: string, allowed: string): RegisterChangeRefusal {
  return refuseChange('register-malformed', { member, allowed });
}

function refuseRole(role: 'technician' | 'supervisor'): RegisterChangeRefusal {
  return refuseChange(`register-needs-${role}`);
}

/** A refusal by its code. */
export function refuseChange(
  code: keyof typeof REGISTER_REFUSALS,
  params: Record<string, string | number> = {},
): RegisterChangeRefusal {
  return { kind: 'refused', code, params };
}
