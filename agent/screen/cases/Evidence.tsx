// What speaks for a case: its weighing and how it settled, the tags that came with it, photographs.
import type { CaseView } from '../../core/shown/lookup.ts';
import { Lazy } from '../shared/Lazy.tsx';
import { addressOf } from '../shell/route.ts';
import { useWords } from '../shared/text.ts';
import type { Who } from '../wire/api.ts';
import { Photos } from './Photos.tsx';

interface EvidenceProps {
  shown: CaseView;
  who: Who;
  nameOf: (operator: string) => string;
}

export function Evidence({ shown, who, nameOf }: EvidenceProps) {
  const { t } = useWords();
  return (
    <section class="card evidence" aria-labelledby="evidence-title">
      <h3 id="evidence-title">{t('evidence.title')}</h3>
      {(shown.weighing !== null || shown.recount !== null) && (
        <p class="choices">
          {shown.weighing !== null && (
            <a class="button" href={addressOf('weighing', shown.weighing)}>
              {t('evidence.weighing')}
            </a>
          )}
          {shown.recount !== null && (
            <a class="button" href={addressOf('weighing', shown.recount)}>
              {t('evidence.recount')}
            </a>
          )}
        </p>
      )}
      {shown.weighing !== null && !shown.blind && (
        <Lazy
          key={shown.weighing}
          with={{ weighing: shown.weighing }}
          load={async () => (await import('../charts/SettlingCurve.tsx')).SettlingCurve}
        />
      )}
      <h4>{t('evidence.tags')}</h4>
      {shown.tags.length === 0 ? (
        <p>{t('evidence.tags-none')}</p>
      ) : (
        <ul class="tags">
          {shown.tags.map((epcHex) => (
            <li key={epcHex}>
              <code>{epcHex}</code>
            </li>
          ))}
        </ul>
      )}
      <Photos shown={shown} who={who} nameOf={nameOf} />
    </section>
  );
}
