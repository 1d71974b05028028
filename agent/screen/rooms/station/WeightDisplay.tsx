// The live weight as large as its card allows, with the state of the load as word, shape and colour, and what it is a
// weight of.
import type { StationView } from '../../../core/views/stateView.ts';
import { useTranslator, type TextKey } from '../../shared/translator.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { insertNonBreakingHyphens } from '../../shared/format.ts';

type LoadState = 'stable' | 'motion' | 'zero' | 'over' | 'under' | 'none';

const STATE_ICONS: Record<LoadState, { shape: IconName; text: TextKey }> = {
  stable: { shape: 'check', text: 'load.stable' },
  motion: { shape: 'waves', text: 'load.motion' },
  zero: { shape: 'ring', text: 'load.zero' },
  over: { shape: 'up', text: 'load.over' },
  under: { shape: 'down', text: 'load.under' },
  none: { shape: 'bar', text: 'load.none' },
};

/** Never a number without a reading: overload, silence and the like show a dash and their reason. */
export function classifyWeightDisplay({ reading, noReading, scale }: StationView): LoadState {
  if (noReading === 'overload') return 'over';
  if (noReading === 'underload') return 'under';
  if (reading === null || noReading !== null || scale.state !== 'open') return 'none';
  if (!reading.stable) return 'motion';
  return reading.centreOfZero ? 'zero' : 'stable';
}

/** What lies there, as far as tags and scans say. */
function OnScale({ station: { load, tags } }: { station: StationView }) {
  const { t } = useTranslator();
  const tagCount = tags.filter(({ background }) => !background).length;
  if (load === null && tagCount === 0) return null;
  return (
    <span class="on-scale">
      {load !== null && <strong>{insertNonBreakingHyphens(load.mark ?? t('recent.unnamed'))}</strong>}
      {tagCount > 0 && <small>{t('on-scale.tags', { count: tagCount })}</small>}
    </span>
  );
}

export function WeightDisplay({ station }: { station: StationView }) {
  const { t, codeText } = useTranslator();
  const state = classifyWeightDisplay(station);
  const reading = state === 'over' || state === 'under' || state === 'none' ? null : station.reading;
  const { shape, text } = STATE_ICONS[state];
  const digits = reading === null ? '–' : reading.value.replace(/^-/, '\u2212');
  return (
    <div class={`weight ${state}`}>
      <div class={`digits length-${Math.min(digits.length, 9)}`}>
        <output>{digits}</output>
        {reading !== null && <span class="unit">{reading.unit}</span>}
      </div>
      <div class="load-state">
        <Icon shape={shape} />
        <strong>{t(text)}</strong>
        {reading !== null && reading.mode !== 'gross' && <span class="mode">{t(`mode.${reading.mode}`)}</span>}
        <OnScale station={station} />
        {state === 'none' && (
          <span class="why">
            {station.noReading === null ? station.scale.trouble : codeText('fault', station.noReading)}
          </span>
        )}
      </div>
    </div>
  );
}
