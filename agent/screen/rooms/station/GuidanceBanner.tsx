// The guidance: one sentence that says what to do next, with colour and shape for its urgency: go, wait, attention,
// stop.
import type { GuidanceKey as Key, StationView } from '../../../core/views/stateView.ts';
import { useTranslator } from '../../shared/translator.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { insertNonBreakingHyphens } from '../../shared/format.ts';

type GuidanceTone = 'go' | 'wait' | 'attention' | 'stop';

const GUIDANCE_TONES: Record<Key, GuidanceTone> = {
  'scale-absent': 'stop',
  'scale-trouble': 'stop',
  'clear-platform': 'attention',
  'put-on-again': 'stop',
  'check-start': 'attention',
  'check-place': 'attention',
  'check-remove': 'go',
  'check-failed': 'stop',
  'check-again': 'attention',
  'check-incomplete': 'attention',
  'confirm-empty': 'attention',
  'scale-out-of-service': 'stop',
  'choose-job': 'attention',
  'place-package': 'go',
  'hold-still': 'wait',
  'below-minimum': 'attention',
  'over-maximum': 'stop',
  'press-zero': 'stop',
  'blocked-negative': 'stop',
  'scan-package': 'attention',
  'name-weighing': 'attention',
  'weighing-unnamed': 'stop',
  'attach-tag': 'attention',
  'recorded-remove': 'go',
  'old-tag-remove': 'attention',
  'park-package': 'attention',
  'hold-foreign-done': 'attention',
  recording: 'wait',
  'load-refused': 'stop',
  'announce-load': 'attention',
  'not-recorded': 'stop',
  'all-weighed': 'go',
  'place-group': 'go',
  'group-remove': 'go',
  'split-group': 'stop',
  'drive-on': 'go',
  'drive-off': 'go',
  'announce-pass': 'attention',
  unload: 'go',
  'place-removed': 'go',
  'place-named': 'go',
  'place-unannounced': 'go',
  'name-goods': 'attention',
  'pick-package': 'go',
  'place-picked': 'go',
  'all-staged': 'go',
  'second-closes': 'attention',
  'count-goods': 'go',
  'sweep-goods': 'go',
  'recount-goods': 'attention',
};

const TONE_ICONS: Record<GuidanceTone, IconName> = { go: 'check', wait: 'waves', attention: 'triangle', stop: 'hand' };

export function GuidanceBanner({ station }: { station: StationView }) {
  const { t } = useTranslator();
  const { key, params } = station.guidance;
  const tone = GUIDANCE_TONES[key];
  return (
    <p class={`guidance ${tone}`} role="status">
      <Icon shape={TONE_ICONS[tone]} /> <span>{insertNonBreakingHyphens(t(`guidance.${key}`, params))}</span>
    </p>
  );
}
