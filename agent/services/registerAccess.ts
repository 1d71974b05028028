// The register as the web server's door: who comes in and who unlocks, and the language each person reads. No rule of
// its own.
import type { Authenticator, RegisterChangeResult, OperatorLanguage } from './agentApi.ts';
import { fillText } from '../core/model/refusals.ts';
import type { RegisterChangeOutcome, Register } from '../register/register.ts';
import { isOperatorLanguage, languagePreferenceName, REGISTER_REFUSALS } from '../register/registerRules.ts';

export function createAuthenticator(register: Register): Authenticator {
  const language = (operator: string): OperatorLanguage | null => {
    const kept = register.preference(languagePreferenceName(operator));
    return kept !== undefined && isOperatorLanguage(kept) ? kept : null;
  };
  return {
    signIn: (badge, pin) => register.signIn(badge, pin),
    unlockWithBadge: (badge) => register.unlock(badge),
    checkPin: (badge, pin) => register.checkPin(badge, pin),
    endShift: (operator) => register.endShift(operator),
    language,
    setLanguage: async (wanted, actor) => {
      // Each change is an entry for ever: what is so already is none.
      if (language(actor.operator) === wanted) return { kind: 'done' };
      return toRegisterChangeResult(
        await register.applyChange(
          { kind: 'preference-put', name: languagePreferenceName(actor.operator), value: wanted },
          actor,
        ),
      );
    },
  };
}

/** With the words of the register's table. */
export function toRegisterChangeResult(outcome: RegisterChangeOutcome): RegisterChangeResult {
  if (outcome.kind !== 'refused') return outcome;
  const texts: Readonly<Record<string, string>> = REGISTER_REFUSALS;
  const { code, params } = outcome;
  return { kind: 'refused', code, message: fillText(texts[code] ?? code, params), params };
}
