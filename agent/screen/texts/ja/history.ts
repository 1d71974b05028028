// Japanese texts of history and the weighing note.
import type { history as keys } from '../en/history.ts';

export const history: Record<keyof typeof keys, string> = {
  'history.title': '履歴',
};
