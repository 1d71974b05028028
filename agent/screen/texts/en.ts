// Every text of the page in English, a file a room. ja.ts has the same keys; a test finds a guidance, finding or fault
// without its text.
import { acts } from './en/acts.ts';
import { dock } from './en/dock.ts';
import { shell } from './en/shell.ts';
import { jobs } from './en/jobs.ts';
import { cases } from './en/cases.ts';
import { charts } from './en/charts.ts';
import { instruments } from './en/instruments.ts';
import { history } from './en/history.ts';

export const en = { ...acts, ...dock, ...shell, ...jobs, ...cases, ...charts, ...instruments, ...history } as const;

export type TextKey = keyof typeof en;
