// ページの日本語文. Every text of the page in Japanese; en.ts says which there must be. The refusals of the core are in
// refusalTextsJa.ts.
import { stationActionTextsJa } from './ja/stationActionTexts.ts';
import { stationTextsJa } from './ja/stationTexts.ts';
import { frameTextsJa } from './ja/frameTexts.ts';
import { jobTextsJa } from './ja/jobTexts.ts';
import { caseTextsJa } from './ja/caseTexts.ts';
import { chartTextsJa } from './ja/chartTexts.ts';
import { instrumentTextsJa } from './ja/instrumentTexts.ts';
import { commodityTextsJa } from './ja/commodityTexts.ts';
import { peopleTextsJa } from './ja/peopleTexts.ts';
import { historyTextsJa } from './ja/historyTexts.ts';
import { findingTexts } from './findingTexts.ts';
import type { TextKey } from './en.ts';

export const ja: Record<TextKey, string> = {
  ...stationActionTextsJa,
  ...stationTextsJa,
  ...frameTextsJa,
  ...jobTextsJa,
  ...caseTextsJa,
  ...chartTextsJa,
  ...instrumentTextsJa,
  ...historyTextsJa,
  ...peopleTextsJa,
  ...commodityTextsJa,
  ...findingTexts('ja'),
};
