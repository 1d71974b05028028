// What became of a weighing: word, shape and colour.
import type { WeighingRow } from '../../core/shown/lookup.ts';
import { Sign, type Shape } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';

const SIGNS: Record<WeighingRow['state'], { shape: Shape; look: string }> = {
  bound: { shape: 'check', look: 'good' },
  unbound: { shape: 'square', look: 'warn' },
  foreign: { shape: 'hand', look: 'warn' },
  reversed: { shape: 'cross', look: 'bad' },
};

export function WeighingState({ state }: { state: WeighingRow['state'] }) {
  const { t } = useWords();
  const { shape, look } = SIGNS[state];
  return (
    <span class={`verdict ${look}`}>
      <Sign shape={shape} /> {t(`weighing.${state}`)}
    </span>
  );
}
