// What takes two persons: the first asks, the second does it.

/** What takes two persons. */
export const SECOND_PERSON_ACTS = [
  'release',
  'open-sealed',
  'lift-quarantine',
  'confirm-date',
  'lift-doubt',
  'reverse-weighing',
  'remove',
] as const;
/** One of the acts above. */
export type SecondPersonAct = (typeof SECOND_PERSON_ACTS)[number];
