// The lots of this base by state, what needs people first; a scan or a number opens one.
import { addressOf } from '../shell/route.ts';
import type { RoomProps } from '../shell/roomProps.ts';
import { CodeField } from '../shared/CodeField.tsx';
import { useScan } from '../shared/scan.ts';
import { useWords } from '../shared/text.ts';
import '../style/cases.css';
import { LotCard } from './LotCard.tsx';
import { groupedLots, lotNamed } from './lotList.ts';

export { Lot } from './Lot.tsx';

export function Lots({ state }: RoomProps) {
  const { t, named } = useWords();
  const open = (code: string): boolean => {
    location.hash = addressOf('lot', lotNamed(state.lots, code));
    return true;
  };
  useScan(open);
  const groups = groupedLots(state.lots);
  return (
    <section class="lot-room" aria-labelledby="lots-title">
      <h2 id="lots-title">{t('lots.title')}</h2>
      <CodeField
        label={t('lots.find')}
        button={t('lots.find-do')}
        busy={false}
        take={(code) => Promise.resolve(open(code))}
      />
      <p class="hint">{t('lots.closed-hint')}</p>
      {groups.length === 0 && <p class="waiting">{t('lots.none')}</p>}
      {groups.map((group) => (
        <section key={group.state} aria-labelledby={`lots-${group.state}`}>
          <h3 id={`lots-${group.state}`}>{`${named('lot', group.state)} (${group.lots.length})`}</h3>
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
