// Why a change was refused, and whatever of it belongs to no field on the screen.
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import type { RequestError, SiteFileError } from '../../shared/requestResult.ts';

export function SiteFileErrorList({ trouble, faults }: { trouble: RequestError; faults: readonly SiteFileError[] }) {
  return (
    <div class="faults">
      <ErrorMessage trouble={trouble} />
      {faults.length > 0 && (
        <ul>
          {faults.map((fault, index) => (
            <li key={index}>
              <code>{fault.path}</code> <SiteFileErrorText fault={fault} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The checker of the site file speaks English; the commonest of what it says has its own words. */
export function SiteFileErrorText({ fault: { problem, allowed } }: { fault: SiteFileError }) {
  const { t } = useTranslator();
  return (
    <>
      {problem === 'missing' ? t('fault-words.missing') : <span lang="en">{problem}</span>} · {t('fault-words.allowed')}{' '}
      <span lang="en">{allowed}</span>
    </>
  );
}
