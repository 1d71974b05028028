// English texts of history and the weighing note.
export const history = {
  'history.title': 'History',
} as const;
