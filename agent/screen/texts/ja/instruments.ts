// Japanese texts of instruments and the link.
import type { instruments as keys } from '../en/instruments.ts';

export const instruments: Record<keyof typeof keys, string> = {
  'instruments.title': '計器',
};
