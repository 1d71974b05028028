// What became of a weighing: word, shape and colour.
import type { WeighingRowView } from '../../../core/views/lookupViews.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';

const SIGNS: Record<WeighingRowView['state'], { shape: IconName; look: string }> = {
  bound: { shape: 'check', look: 'good' },
  unbound: { shape: 'square', look: 'warn' },
  foreign: { shape: 'hand', look: 'warn' },
  reversed: { shape: 'cross', look: 'bad' },
};

export function WeighingStateBadge({ state }: { state: WeighingRowView['state'] }) {
  const { t } = useTranslator();
  const { shape, look } = SIGNS[state];
  return (
    <span class={`verdict ${look}`}>
      <Icon shape={shape} /> {t(`weighing.${state}`)}
    </span>
  );
}
