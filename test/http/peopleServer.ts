// The web server over a real register with these people, for what people may do to each other.
import { createAuthenticator, createRegisterDesk } from '../../agent/services/registerAccess.ts';
import type { HttpApp } from '../../agent/http/shared/httpApp.ts';
import { buildServer } from '../../agent/http/server.ts';
import type { OperatorInput } from '../../agent/register/register.ts';
import { bench, twoPersons } from '../register/openIn.ts';
import { random, HandClock, LinesOfLog, PlausibleBase, settings } from './plausibleBase.ts';

export interface PeopleServer {
  app: HttpApp;
  base: PlausibleBase;
  close: () => Promise<void>;
}

export async function openPeopleServer(people: readonly OperatorInput[]): Promise<PeopleServer> {
  const register = await bench().open();
  for (const person of people) await register.putOperator(person, twoPersons);
  const base = new PlausibleBase(createRegisterDesk(register));
  const server = await buildServer({
    settings,
    agent: base,
    authenticator: createAuthenticator(register),
    log: new LinesOfLog(),
    clock: new HandClock(),
    random,
  });
  const close = async (): Promise<void> => {
    await server.close();
    await register.close();
  };
  return { app: server.app, base, close };
}
