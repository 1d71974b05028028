// A bar whose pattern says what is so with packages, and whose length how many of a place's packages it is true of.
import type { AreaState } from './areaStates.ts';

/** Ids stand once a page: the map is one room. */
const buildPatternId = (state: AreaState): string => `area-${state}`;

const PATTERN_PATHS: Record<Exclude<AreaState, 'stored'>, string> = {
  quarantined: 'M0 0L10 10M10 0L0 10',
  held: 'M-2 2L2 -2M0 10L10 0M8 12L12 8',
  frozen: 'M2 2h2v2h-2zM7 7h2v2h-2z',
  undecided: 'M0 2L10 2M0 7L10 7',
  leaving: 'M2 0L7 5L2 10',
};

export function AreaStatePatterns() {
  return (
    <svg class="patterns" width="0" height="0" aria-hidden="true">
      <defs>
        {(Object.keys(PATTERN_PATHS) as (keyof typeof PATTERN_PATHS)[]).map((state) => (
          <pattern key={state} id={buildPatternId(state)} width="10" height="10" patternUnits="userSpaceOnUse">
            <path class={`pattern ${state}`} d={PATTERN_PATHS[state]} />
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

const BAR_LENGTH = 100;
/** One of thousands is still to be seen. */
const MIN_LENGTH = 10;

export function AreaStateBar({ state, share }: { state: AreaState; share: number }) {
  const length = Math.max(MIN_LENGTH, Math.round(share * BAR_LENGTH));
  return (
    <svg class={`swatch ${state}`} viewBox={`0 0 ${BAR_LENGTH + 2} 22`} aria-hidden="true">
      <rect class="whole" x="1" y="1" width={BAR_LENGTH} height="20" />
      <rect
        class="share"
        x="1"
        y="1"
        width={length}
        height="20"
        fill={state === 'stored' ? 'currentColor' : `url(#${buildPatternId(state)})`}
      />
    </svg>
  );
}
