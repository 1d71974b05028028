// What takes two persons: the first asks, the second does it.

/** What takes two persons. */
export const SECOND_PERSON_ACTS = [
  'release',
  'open-sealed',
  'lift-quarantine',
  'confirm-date',
  'lift-doubt',
  'reverse-weighing',
] as const;
/** One of the acts above. */
export type SecondPersonAct = (typeof SECOND_PERSON_ACTS)[number];

/** What whoever said it can take back: a request for a second person, or (`remove`) a consent to a removal. */
export const WITHDRAWN_ACTS = [...SECOND_PERSON_ACTS, 'remove'] as const;
/** One of the acts above. */
export type WithdrawnAct = (typeof WITHDRAWN_ACTS)[number];
