// The register behind the web server's `Authenticator`: signing in, unlocking, and each operator's language. Must hold
// no rule of its own.
import type { OperatorId } from '../core/model/ids.ts';
import type { Authenticator, RegisterChangeResult, OperatorLanguage } from './agentApi.ts';
import { fillText } from '../core/model/refusals.ts';
import type { RegisterChangeOutcome, Register } from '../register/register.ts';
import { isOperatorLanguage, languagePreferenceName, REGISTER_REFUSALS } from '../register/registerRules.ts';

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
    setLanguage: async (language, actor) => {
      // An unchanged language makes no entry.
      if (findLanguage(actor.operator) === language) return { kind: 'done' };
      return toRegisterChangeResult(
        await register.applyChange(
          { kind: 'preference-put', name: languagePreferenceName(actor.operator), value: language },
          actor,
        ),
      );
    },
  };
}

/** The outcome with a refusal's text out of the register's table. */
export function toRegisterChangeResult(outcome: RegisterChangeOutcome): RegisterChangeResult {
  if (outcome.kind !== 'refused') return outcome;
  const texts: Readonly<Record<string, string>> = REGISTER_REFUSALS;
  const { code, params } = outcome;
  return { kind: 'refused', code, message: fillText(texts[code] ?? code, params), params };
}
