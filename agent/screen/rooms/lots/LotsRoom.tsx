// The lots of this base by state, what needs people first; a scan or a number opens one.
import { buildRoomHref, type RoomProps } from '../../frame/route.ts';
import { CodeField } from '../../shared/CodeField.tsx';
import { useScanHandler } from '../../shared/scannerContext.ts';
import { useTranslator } from '../../shared/translator.ts';
import '../../style/cases.css';
import { LotCard } from './LotCard.tsx';
import { groupLotsByState, resolveLotByCode } from './lotGroups.ts';

export function LotsRoom({ state }: RoomProps) {
  const { t, codeText } = useTranslator();
  const openLot = (code: string): boolean => {
    location.hash = buildRoomHref('lot', resolveLotByCode(state.lots, code));
    return true;
  };
  useScanHandler(openLot);
  const groups = groupLotsByState(state.lots);
  return (
    <section class="lot-room" aria-labelledby="lots-title">
      <h2 id="lots-title">{t('lots.title')}</h2>
      <CodeField
        label={t('lots.find')}
        button={t('lots.find-do')}
        busy={false}
        onCode={(code) => Promise.resolve(openLot(code))}
      />
      <p class="hint">{t('lots.closed-hint')}</p>
      {groups.length === 0 && <p class="waiting">{t('lots.none')}</p>}
      {groups.map((group) => (
        <section key={group.state} aria-labelledby={`lots-${group.state}`}>
          <h3 id={`lots-${group.state}`}>{`${codeText('lot', group.state)} (${group.lots.length})`}</h3>
          <ul class="lot-list">
            {group.lots.map((lot) => (
              <li key={lot.lot}>
                <LotCard lot={lot} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
