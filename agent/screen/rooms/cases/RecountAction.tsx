// Weighing again what a finding is about: it is announced at a station, and the next load there is it. Not by whoever
// weighed it.
import type { StationId } from '../../../../drivers/contract/siteIds.ts';
import { useState } from 'preact/hooks';
import type { StateView } from '../../../core/views/stateView.ts';
import { buildRoomHref } from '../../frame/route.ts';
import { saveTabletStation, readTabletStation } from '../../shared/tabletStation.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { hasTouchedCase, listRecountStations, type CaseActionProps } from './caseSteps.ts';

export function RecountAction({
  caseView,
  currentOperator,
  state,
  commandSender,
  perform,
}: CaseActionProps & { state: StateView }) {
  const { t, language } = useTranslator();
  const [announcedAt, setAnnouncedAt] = useState<string | null>(null);
  if (hasTouchedCase(caseView, currentOperator)) return <p class="question">{t('case.recount.you')}</p>;
  const stations = listRecountStations(state, caseView, readTabletStation());
  const announcedStation = stations.find(({ station }) => station === announcedAt);
  if (announcedStation !== undefined) {
    return (
      <>
        <p class="question good" role="status">
          <Icon shape="check" /> {t('case.recount.announced', { station: announcedStation.name[language] })}
        </p>
        <p>
          <a class="button main" href={buildRoomHref('station', announcedStation.station)}>
            {t('case.recount.goto')}
          </a>
        </p>
      </>
    );
  }
  const announce = async (station: StationId): Promise<void> => {
    if (!(await perform({ kind: 'announce-load', station, load: { kind: 'recount', finding: caseView.finding } })))
      return;
    saveTabletStation(station);
    setAnnouncedAt(station);
  };
  return (
    <>
      <p class="question">{t('case.recount.ask')}</p>
      <div class="choices">
        {stations.map(({ station, name }) => (
          <button
            key={station}
            type="button"
            class={station === readTabletStation() ? 'main' : ''}
            disabled={commandSender.busy}
            onClick={() => void announce(station)}
          >
            {t('case.recount.do', { station: name[language] })}
          </button>
        ))}
      </div>
    </>
  );
}
