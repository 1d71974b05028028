// English texts of charts and the map.
export const charts = {
  'charts.title': 'Drift',
} as const;
