// What became of a weighing: word, shape and colour.
import type { WeighingRowView } from '../../../core/views/lookupViews.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';

const STATE_ICONS: Record<WeighingRowView['state'], { shape: IconName; tone: string }> = {
  bound: { shape: 'check', tone: 'good' },
  unbound: { shape: 'square', tone: 'warn' },
  foreign: { shape: 'hand', tone: 'warn' },
  reversed: { shape: 'cross', tone: 'bad' },
};

export function WeighingStateBadge({ state }: { state: WeighingRowView['state'] }) {
  const { t } = useTranslator();
  const { shape, tone } = STATE_ICONS[state];
  return (
    <span class={`verdict ${tone}`}>
      <Icon shape={shape} /> {t(`weighing.${state}`)}
    </span>
  );
}
