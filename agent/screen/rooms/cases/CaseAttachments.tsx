// The attachments of a case: its weighing with the settling curve, the tags read with it, photographs.
import type { OperatorId } from '../../../core/model/ids.ts';
import type { CaseView } from '../../../core/views/lookupViews.ts';
import { LazyComponent } from '../../shared/LazyComponent.tsx';
import { buildRoomHref } from '../../frame/route.ts';
import { useTranslator } from '../../shared/translator.ts';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { CasePhotos } from './CasePhotos.tsx';

interface CaseAttachmentsProps {
  caseView: CaseView;
  currentOperator: CurrentOperator;
  nameOf: (operator: OperatorId) => string;
}

export function CaseAttachments({ caseView, currentOperator, nameOf }: CaseAttachmentsProps) {
  const { t } = useTranslator();
  return (
    <section class="card evidence" aria-labelledby="evidence-title">
      <h3 id="evidence-title">{t('attachments.title')}</h3>
      {(caseView.weighing !== null || caseView.recount !== null) && (
        <p class="choices">
          {caseView.weighing !== null && (
            <a class="button" href={buildRoomHref('weighing', caseView.weighing)}>
              {t('attachments.weighing')}
            </a>
          )}
          {caseView.recount !== null && (
            <a class="button" href={buildRoomHref('weighing', caseView.recount)}>
              {t('attachments.recount')}
            </a>
          )}
        </p>
      )}
      {caseView.weighing !== null && !caseView.blind && (
        <LazyComponent
          key={caseView.weighing}
          componentProps={{ weighing: caseView.weighing }}
          load={async () => (await import('../history/SettlingCurveChart.tsx')).SettlingCurveChart}
        />
      )}
      <h4>{t('attachments.tags')}</h4>
      {caseView.tags.length === 0 ? (
        <p>{t('attachments.tags-none')}</p>
      ) : (
        <ul class="tags">
          {caseView.tags.map((epcHex) => (
            <li key={epcHex}>
              <code>{epcHex}</code>
            </li>
          ))}
        </ul>
      )}
      <CasePhotos caseView={caseView} currentOperator={currentOperator} nameOf={nameOf} />
    </section>
  );
}
