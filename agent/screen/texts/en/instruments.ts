// English texts of instruments and the link.
export const instruments = {
  'instruments.title': 'Instruments',
} as const;
