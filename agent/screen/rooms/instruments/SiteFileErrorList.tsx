// Why a change was refused, and whatever of it belongs to no field on the screen.
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import type { RequestError, SiteFileError } from '../../shared/requestResult.ts';

export function SiteFileErrorList({
  error,
  siteFileErrors,
}: {
  error: RequestError;
  siteFileErrors: readonly SiteFileError[];
}) {
  return (
    <div class="faults">
      <ErrorMessage error={error} />
      {siteFileErrors.length > 0 && (
        <ul>
          {siteFileErrors.map((siteFileError, index) => (
            <li key={index}>
              <code>{siteFileError.path}</code> <SiteFileErrorText siteFileError={siteFileError} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The site file's checker answers in English; its commonest message has a translation. */
export function SiteFileErrorText({ siteFileError: { problem, allowed } }: { siteFileError: SiteFileError }) {
  const { t } = useTranslator();
  return (
    <>
      {problem === 'missing' ? t('site-file-error.missing') : <span lang="en">{problem}</span>} ·{' '}
      {t('site-file-error.allowed')} <span lang="en">{allowed}</span>
    </>
  );
}
