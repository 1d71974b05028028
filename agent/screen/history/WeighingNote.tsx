// One weighing in full, laid out as a weighing note (計量票) that the browser prints on A4.
import { useEffect, useMemo } from 'preact/hooks';
import type { WeighingView } from '../../core/shown/lookup.ts';
import { SettlingCurve } from '../charts/SettlingCurve.tsx';
import { count, dateTime } from '../shared/format.ts';
import { useLoaded } from '../shared/loaded.ts';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import type { RoomProps } from '../shell/roomProps.ts';
import { addressOf } from '../shell/route.ts';
import { readWeighing } from '../wire/api.ts';
import { massOf } from './note.ts';
import { LedgerFacts, LoadFacts, ScaleFacts, Since, WindowFacts } from './NoteFacts.tsx';
import { WeighingState } from './WeighingState.tsx';
import '../style/charts.css';
import '../style/history.css';

export function WeighingNote({ state, id }: RoomProps) {
  const { t } = useWords();
  const { value, trouble } = useLoaded(() => readWeighing(id), id);
  const weighing = value?.weighing === id ? value : null;
  // Drawn when the weighing is another one, and not with every reading of every scale.
  const note = useMemo(() => weighing && <Note weighing={weighing} base={state.base} />, [weighing, state.base]);
  return (
    <section class="room">
      <div class="choices no-print">
        <a class="row-link" href={addressOf('history')}>
          {t('note.back')}
        </a>
        {weighing !== null && (
          <button type="button" class="main" onClick={() => print()}>
            {t('note.print')}
          </button>
        )}
      </div>
      {trouble !== null && <TroubleText trouble={trouble} />}
      {weighing === null && trouble === null && <p class="waiting">{t('loading')}</p>}
      {note}
    </section>
  );
}

function Note({ weighing, base }: { weighing: WeighingView; base: string }) {
  const { t, language } = useWords();
  usePageTitle(t('note.page-title', { number: weighing.number, instrument: weighing.scale.instrument, base }));
  return (
    <article class="card note">
      <header class="note-head">
        <h2>{t('note.title')}</h2>
        <p class="note-number">
          {t('note.number', { number: count(language, weighing.number), instrument: weighing.scale.instrument })}
        </p>
        <p>{base}</p>
        <p>{dateTime(language, weighing.atWallMs)}</p>
        <p>
          <WeighingState state={weighing.state} />
        </p>
      </header>
      {weighing.state === 'reversed' && (
        <p class="trouble">
          <Sign shape="cross" /> <span>{t('note.reversed')}</span>
        </p>
      )}
      <Masses weighing={weighing} />
      <div class="note-columns">
        <LoadFacts weighing={weighing} />
        <ScaleFacts weighing={weighing} />
        <WindowFacts weighing={weighing} />
        <LedgerFacts weighing={weighing} />
      </div>
      <Since weighing={weighing} />
      {!weighing.blind && <SettlingCurve weighing={weighing.weighing} />}
      <p class="hint">{t('note.foot')}</p>
    </article>
  );
}

function Masses({ weighing }: { weighing: WeighingView }) {
  const { t, named, language } = useWords();
  const { grossKg, tareKg, tareKind, netKg, limitKg, basis, blind } = weighing;
  if (blind)
    return (
      <p class="trouble">
        <Sign shape="hand" /> <span>{t('note.blind')}</span>
      </p>
    );
  const off = limitKg === null ? t('note.nobody-said') : `± ${massOf(language, limitKg, '')}`;
  const rows = [
    { name: t('note.gross'), mass: massOf(language, grossKg, '–'), how: named('basis', basis), off },
    {
      name: t('note.tare'),
      mass: tareKind === 'none' ? '–' : massOf(language, tareKg, '–'),
      how: t(`tare.${tareKind}`),
      off: '–',
    },
    {
      name: t('note.net'),
      mass: massOf(language, netKg, '–'),
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
