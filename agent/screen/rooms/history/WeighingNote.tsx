// One weighing in full, laid out as a weighing note (計量票) that the browser prints on A4.
import { useEffect, useMemo } from 'preact/hooks';
import type { WeighingView } from '../../../core/views/lookupViews.ts';
import { SettlingCurveChart } from './SettlingCurveChart.tsx';
import { formatCount, formatDateTime } from '../../shared/format.ts';
import { useQuery } from '../../shared/requestHooks.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { buildRoomHref, type RoomProps } from '../../frame/route.ts';
import { readWeighing } from '../../wire/agentClient.ts';
import { formatMassOr } from './noteFormat.ts';
import { LedgerSection, LoadSection, ScaleSection, LaterEventsSection, CaptureWindowSection } from './NoteSections.tsx';
import { WeighingStateBadge } from './WeighingStateBadge.tsx';
import { asWeighingId } from '../../../core/model/ids.ts';
import '../../style/charts.css';
import '../../style/history.css';

export function WeighingNote({ state, id }: RoomProps) {
  const { t } = useTranslator();
  const { value, error } = useQuery(() => readWeighing(asWeighingId(id)), id);
  const weighing = value?.weighing === id ? value : null;
  // Drawn when the weighing is another one, and not with every reading of every scale.
  const note = useMemo(() => weighing && <Note weighing={weighing} base={state.base} />, [weighing, state.base]);
  return (
    <section class="room">
      <div class="choices no-print">
        <a class="row-link" href={buildRoomHref('history')}>
          {t('note.back')}
        </a>
        {weighing !== null && (
          <button type="button" class="main" onClick={() => print()}>
            {t('note.print')}
          </button>
        )}
      </div>
      {error !== null && <ErrorMessage error={error} />}
      {weighing === null && error === null && <p class="waiting">{t('loading')}</p>}
      {note}
    </section>
  );
}

function Note({ weighing, base }: { weighing: WeighingView; base: string }) {
  const { t, language } = useTranslator();
  usePageTitle(t('note.page-title', { number: weighing.number, instrument: weighing.scale.instrument, base }));
  return (
    <article class="card note">
      <header class="note-head">
        <h2>{t('note.title')}</h2>
        <p class="note-number">
          {t('note.number', { number: formatCount(language, weighing.number), instrument: weighing.scale.instrument })}
        </p>
        <p>{base}</p>
        <p>{formatDateTime(language, weighing.atWallMs)}</p>
        <p>
          <WeighingStateBadge state={weighing.state} />
        </p>
      </header>
      {weighing.state === 'reversed' && (
        <p class="error-message">
          <Icon shape="cross" /> <span>{t('note.reversed')}</span>
        </p>
      )}
      <Masses weighing={weighing} />
      <div class="note-columns">
        <LoadSection weighing={weighing} />
        <ScaleSection weighing={weighing} />
        <CaptureWindowSection weighing={weighing} />
        <LedgerSection weighing={weighing} />
      </div>
      <LaterEventsSection weighing={weighing} />
      {!weighing.blind && <SettlingCurveChart weighing={weighing.weighing} />}
      <p class="hint">{t('note.foot')}</p>
    </article>
  );
}

function Masses({ weighing }: { weighing: WeighingView }) {
  const { t, codeText, language } = useTranslator();
  const { grossKg, tareKg, tareKind, netKg, ownPartKg, basis, blind } = weighing;
  if (blind)
    return (
      <p class="error-message">
        <Icon shape="hand" /> <span>{t('note.blind')}</span>
      </p>
    );
  const off = ownPartKg === null ? t('note.limit-unknown') : `± ${formatMassOr(language, ownPartKg, '')}`;
  const rows = [
    { name: t('note.gross'), mass: formatMassOr(language, grossKg, '–'), how: codeText('basis', basis), off },
    {
      name: t('note.tare'),
      mass: tareKind === 'none' ? '–' : formatMassOr(language, tareKg, '–'),
      how: t(`tare.${tareKind}`),
      off: '–',
    },
    {
      name: t('note.net'),
      mass: formatMassOr(language, netKg, '–'),
      how: t(tareKind === 'none' ? 'note.no-tare' : 'note.gross-less-tare'),
      off: t('note.not-scale'),
    },
  ];
  return (
    <table class="masses">
      <caption>{t('note.masses')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('note.quantity')}</th>
          <th scope="col" class="number">
            {t('note.mass')}
          </th>
          <th scope="col">{t('note.basis')}</th>
          <th scope="col">{t('note.bound')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, mass, how, off: bound }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="number mass">{mass}</td>
            <td>{how}</td>
            <td>{bound}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A browser names the printed file after it. */
function usePageTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
