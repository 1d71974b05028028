// Why the last command or request was refused, as an alert.
import { Icon } from './Icon.tsx';
import { useTranslator } from './translator.ts';
import type { RequestError } from './requestResult.ts';

export function ErrorMessage({ error }: { error: RequestError }) {
  const translator = useTranslator();
  return (
    <div class="error-message" role="alert">
      <Icon shape="hand" /> <span>{translator.errorText(error)}</span>
    </div>
  );
}

export function CommandErrorMessage({ commandSender }: { commandSender: { readonly error: RequestError | null } }) {
  return commandSender.error === null ? null : <ErrorMessage error={commandSender.error} />;
}
