// The register behind the web server's `Authenticator`: signing in, unlocking, and each operator's language. Must hold
// no rule of its own.
import type { OperatorId } from '../core/model/ids.ts';
import type { RegisterEdit } from '../core/views/registerView.ts';
import type { Authenticator, RegisterChangeResult, OperatorLanguage, RegisterDesk } from './agentApi.ts';
import { fillText, refusalText } from '../core/model/refusals.ts';
import type { Register } from '../register/register.ts';
import type { RegisterChangeOutcome } from '../register/registerWriter.ts';
import { type ChangeAuthors, isOperatorLanguage, languagePreferenceName } from '../register/registerRules.ts';

/** The authenticator over an open register. */
export function createAuthenticator(register: Register): Authenticator {
  const findLanguage = (operator: OperatorId): OperatorLanguage | null => {
    const preference = register.preference(languagePreferenceName(operator));
    return preference !== undefined && isOperatorLanguage(preference) ? preference : null;
  };
  return {
    signIn: (credentials) => register.signIn(credentials),
    unlockWithBadge: (badge) => register.unlock(badge),
    checkPin: (credentials) => register.checkPin(credentials),
    endShift: (operator) => register.endShift(operator),
    language: findLanguage,
    actor: (operator) => register.actor(operator),
    setLanguage: async (language, actor) => {
      // An unchanged language makes no entry.
      if (findLanguage(actor.operator) === language) return { kind: 'done' };
      return toRegisterChangeResult(
        await register.applyChange(
          { kind: 'preference-put', name: languagePreferenceName(actor.operator), value: language },
          { first: actor, second: null },
        ),
      );
    },
  };
}

/** The page's way to the register. */
export function createRegisterDesk(register: Register): RegisterDesk {
  const change = (edit: RegisterEdit, authors: ChangeAuthors): Promise<RegisterChangeOutcome> => {
    switch (edit.kind) {
      case 'put-operator': {
        const { operator, name, roles, badge, pin } = edit;
        return register.putOperator({ operator, name, roles, badge, pin }, authors);
      }
      case 'set-pin':
        return register.setPin({ operator: edit.operator, pin: edit.pin }, authors);
      case 'lock-operator': {
        const { operator, locked } = edit;
        return register.applyChange({ kind: 'operator-locked', operator, locked }, authors);
      }
      case 'remove-operator':
        return register.applyChange({ kind: 'operator-removed', operator: edit.operator }, authors);
      case 'adopt-hand-edit':
        return register.adoptHandEdit(edit.contentHash, authors);
      case 'discard-hand-edit':
        return register.discardHandEdit(authors);
    }
  };
  return {
    view: () => {
      const edit = register.handEdit();
      return {
        people: register.operators(),
        handEdit: edit && { contentHash: edit.contentHash, differences: edit.differences },
      };
    },
    change: async (edit, authors) => toRegisterChangeResult(await change(edit, authors)),
  };
}

/** The outcome with a refusal's text out of the register's table. */
export function toRegisterChangeResult(outcome: RegisterChangeOutcome): RegisterChangeResult {
  if (outcome.kind !== 'refused') return outcome;
  const { code, params } = outcome;
  return { kind: 'refused', code, message: fillText(refusalText(code, 'en'), params), params };
}
