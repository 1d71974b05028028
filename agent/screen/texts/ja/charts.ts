// Japanese texts of charts and the map.
import type { charts as keys } from '../en/charts.ts';

export const charts: Record<keyof typeof keys, string> = {
  'charts.title': '偏りの推移',
};
