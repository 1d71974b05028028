// The register as the web server's door: who comes in and who unlocks, and the language each person reads. No rule of
// its own.
import type { Door, Kept, Language } from './http/service.ts';
import { fillText } from './core/refusals.ts';
import type { ChangeOutcome, Register } from './register/register.ts';
import { isLanguage, languageOf, REGISTER_REFUSALS } from './register/rules.ts';

export function doorOf(register: Register): Door {
  const language = (operator: string): Language | null => {
    const kept = register.preference(languageOf(operator));
    return kept !== undefined && isLanguage(kept) ? kept : null;
  };
  return {
    signIn: (badge, pin) => register.signIn(badge, pin),
    unlock: (badge) => register.unlock(badge),
    check: (badge, pin) => register.checkPin(badge, pin),
    endShift: (operator) => register.endShift(operator),
    language,
    setLanguage: async (wanted, actor) => {
      // Each change is an entry for ever: what is so already is none.
      if (language(actor.operator) === wanted) return { kind: 'done' };
      return keptOf(
        await register.change({ kind: 'preference-put', name: languageOf(actor.operator), value: wanted }, actor),
      );
    },
  };
}

/** With the words of the register's table. */
export function keptOf(outcome: ChangeOutcome): Kept {
  if (outcome.kind !== 'refused') return outcome;
  const texts: Readonly<Record<string, string>> = REGISTER_REFUSALS;
  const { code, params } = outcome;
  return { kind: 'refused', code, message: fillText(texts[code] ?? code, params), params };
}
