// The one sentence that says what to do next. Its colour and shape say how urgent: go on, wait, look, stop.
import type { GuidanceKey as Key, StationView } from '../../../core/views/stateView.ts';
import { useTranslator } from '../../shared/translator.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { insertNonBreakingHyphens } from '../../shared/format.ts';

type Mood = 'go' | 'wait' | 'look' | 'stop';

const MOODS: Record<Key, Mood> = {
  'scale-absent': 'stop',
  'scale-trouble': 'stop',
  'clear-platform': 'look',
  'check-start': 'look',
  'check-place': 'look',
  'check-remove': 'go',
  'check-failed': 'stop',
  'choose-job': 'look',
  'place-package': 'go',
  'hold-still': 'wait',
  'below-minimum': 'look',
  'over-maximum': 'stop',
  'blocked-negative': 'stop',
  'scan-package': 'look',
  'attach-tag': 'look',
  'recorded-remove': 'go',
  'park-package': 'look',
  'hold-foreign-done': 'look',
  recording: 'wait',
  'load-refused': 'stop',
  'announce-load': 'look',
  'not-recorded': 'stop',
  'all-weighed': 'go',
  'place-group': 'go',
  'group-remove': 'go',
  'split-group': 'stop',
  'drive-on': 'go',
  'drive-off': 'go',
  'announce-pass': 'look',
  unload: 'go',
  'place-removed': 'go',
  'place-named': 'go',
  'place-unannounced': 'go',
  'name-goods': 'look',
  'pick-package': 'go',
  'place-picked': 'go',
  'all-staged': 'go',
  'second-closes': 'look',
  'count-goods': 'go',
  'recount-goods': 'look',
};

const SHAPES: Record<Mood, IconName> = { go: 'check', wait: 'waves', look: 'triangle', stop: 'hand' };

export function GuidanceBanner({ station }: { station: StationView }) {
  const { t } = useTranslator();
  const { key, params } = station.guidance;
  const mood = MOODS[key];
  return (
    <p class={`guidance ${mood}`} role="status">
      <Icon shape={SHAPES[mood]} /> <span>{insertNonBreakingHyphens(t(`guidance.${key}`, params))}</span>
    </p>
  );
}
