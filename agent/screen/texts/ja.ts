// ページの日本語文. Every text of the page in Japanese; en.ts says which there must be. The refusals of the core are in
// jaRefusals.ts.
import { acts } from './ja/acts.ts';
import { dock } from './ja/dock.ts';
import { shell } from './ja/shell.ts';
import { jobs } from './ja/jobs.ts';
import { cases } from './ja/cases.ts';
import { charts } from './ja/charts.ts';
import { instruments } from './ja/instruments.ts';
import { history } from './ja/history.ts';
import type { TextKey } from './en.ts';

export const ja: Record<TextKey, string> = {
  ...acts,
  ...dock,
  ...shell,
  ...jobs,
  ...cases,
  ...charts,
  ...instruments,
  ...history,
};
