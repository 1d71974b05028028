// What every act on a case is handed.
import type { CommandBody } from '../../core/command.ts';
import type { CaseView } from '../../core/shown/lookup.ts';
import type { Who } from '../wire/api.ts';
import type { Commanding } from '../wire/command.ts';

export interface ActProps {
  shown: CaseView;
  who: Who;
  commanding: Commanding;
  /** Sends it and asks for the case anew. */
  act: (body: CommandBody) => Promise<boolean>;
  /** Opens the place where a second person gives badge and PIN. */
  second: (body: CommandBody, title: string) => void;
  nameOf: (operator: string) => string;
}
