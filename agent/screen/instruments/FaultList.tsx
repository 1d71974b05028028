// Why a change was refused, and whatever of it belongs to no field on the screen.
import { useWords } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import type { SiteFault, Trouble } from '../wire/api.ts';

export function FaultList({ trouble, faults }: { trouble: Trouble; faults: readonly SiteFault[] }) {
  return (
    <div class="faults">
      <TroubleText trouble={trouble} />
      {faults.length > 0 && (
        <ul>
          {faults.map((fault, index) => (
            <li key={index}>
              <code>{fault.path}</code> <FaultWords fault={fault} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The checker of the site file speaks English; the commonest of what it says has its own words. */
export function FaultWords({ fault: { problem, allowed } }: { fault: SiteFault }) {
  const { t } = useWords();
  return (
    <>
      {problem === 'missing' ? t('fault-words.missing') : <span lang="en">{problem}</span>} · {t('fault-words.allowed')}{' '}
      <span lang="en">{allowed}</span>
    </>
  );
}
