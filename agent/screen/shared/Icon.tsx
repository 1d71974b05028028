// Small shapes that repeat the meaning of the text and colour beside them: nothing is shown by colour alone (WCAG
// 1.4.1).
const SHAPES = {
  dot: <circle cx="12" cy="12" r="8" fill="currentColor" />,
  check: (
    <path
      d="M4 13l5 5L20 6"
      fill="none"
      stroke="currentColor"
      stroke-width="4"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  ),
  cross: <path d="M5 5l14 14M19 5L5 19" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" />,
  waves: (
    <path
      d="M2 9q5-7 10 0t10 0M2 17q5-7 10 0t10 0"
      fill="none"
      stroke="currentColor"
      stroke-width="3"
      stroke-linecap="round"
    />
  ),
  up: <path d="M12 3l9 16H3z" fill="currentColor" />,
  down: <path d="M12 21L3 5h18z" fill="currentColor" />,
  triangle: (
    <path
      d="M12 3l10 18H2zM12 9v6M12 17.5v1"
      fill="none"
      stroke="currentColor"
      stroke-width="2.5"
      stroke-linejoin="round"
      stroke-linecap="round"
    />
  ),
  ring: <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="4" />,
  bar: <path d="M4 12h16" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" />,
  square: (
    <rect
      x="5"
      y="5"
      width="14"
      height="14"
      fill="none"
      stroke="currentColor"
      stroke-width="2.5"
      stroke-dasharray="3 3"
    />
  ),
  hand: (
    <path
      d="M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16v.5"
      fill="none"
      stroke="currentColor"
      stroke-width="2.5"
      stroke-linejoin="round"
      stroke-linecap="round"
    />
  ),
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ shape }: { shape: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {SHAPES[shape]}
    </svg>
  );
}
