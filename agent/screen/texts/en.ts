// Every text of the page in English, a file a room. ja.ts has the same keys; a test finds a guidance, finding or fault
// without its text.
import { stationActionTextsEn } from './en/stationActionTexts.ts';
import { stationTextsEn } from './en/stationTexts.ts';
import { frameTextsEn } from './en/frameTexts.ts';
import { jobTextsEn } from './en/jobTexts.ts';
import { caseTextsEn } from './en/caseTexts.ts';
import { chartTextsEn } from './en/chartTexts.ts';
import { instrumentTextsEn } from './en/instrumentTexts.ts';
import { commodityTextsEn } from './en/commodityTexts.ts';
import { peopleTextsEn } from './en/peopleTexts.ts';
import { historyTextsEn } from './en/historyTexts.ts';
import { findingTexts } from './findingTexts.ts';

export const en = {
  ...stationActionTextsEn,
  ...stationTextsEn,
  ...frameTextsEn,
  ...jobTextsEn,
  ...caseTextsEn,
  ...chartTextsEn,
  ...instrumentTextsEn,
  ...historyTextsEn,
  ...peopleTextsEn,
  ...commodityTextsEn,
  ...findingTexts('en'),
} as const;

export type TextKey = keyof typeof en;
