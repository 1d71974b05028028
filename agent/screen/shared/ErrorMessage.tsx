// Why the last command was declined, in words.
import { Icon } from './Icon.tsx';
import { useTranslator } from './translator.ts';
import type { RequestError } from './requestResult.ts';

export function ErrorMessage({ trouble }: { trouble: RequestError }) {
  const words = useTranslator();
  return (
    <div class="trouble" role="alert">
      <Icon shape="hand" /> <span>{words.errorText(trouble)}</span>
    </div>
  );
}

export function CommandErrorMessage({ commanding }: { commanding: { readonly error: RequestError | null } }) {
  return commanding.error === null ? null : <ErrorMessage trouble={commanding.error} />;
}
