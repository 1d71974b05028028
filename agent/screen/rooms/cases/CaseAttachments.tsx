// What speaks for a case: its weighing and how it settled, the tags that came with it, photographs.
import type { CaseView } from '../../../core/views/lookupViews.ts';
import { LazyComponent } from '../../shared/LazyComponent.tsx';
import { buildRoomHref } from '../../frame/route.ts';
import { useTranslator } from '../../shared/translator.ts';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { CasePhotos } from './CasePhotos.tsx';

interface EvidenceProps {
  shown: CaseView;
  who: CurrentOperator;
  nameOf: (operator: string) => string;
}

export function CaseAttachments({ shown, who, nameOf }: EvidenceProps) {
  const { t } = useTranslator();
  return (
    <section class="card evidence" aria-labelledby="evidence-title">
      <h3 id="evidence-title">{t('evidence.title')}</h3>
      {(shown.weighing !== null || shown.recount !== null) && (
        <p class="choices">
          {shown.weighing !== null && (
            <a class="button" href={buildRoomHref('weighing', shown.weighing)}>
              {t('evidence.weighing')}
            </a>
          )}
          {shown.recount !== null && (
            <a class="button" href={buildRoomHref('weighing', shown.recount)}>
              {t('evidence.recount')}
            </a>
          )}
        </p>
      )}
      {shown.weighing !== null && !shown.blind && (
        <LazyComponent
          key={shown.weighing}
          with={{ weighing: shown.weighing }}
          load={async () => (await import('../history/SettlingCurveChart.tsx')).SettlingCurveChart}
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
      <CasePhotos shown={shown} who={who} nameOf={nameOf} />
    </section>
  );
}
