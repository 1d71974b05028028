// A line between a base's link and headquarters within one process, as a broker that loses nothing would be.
import {
  answerMessage,
  type HeadquartersContext,
  sealUnaskedMessages,
} from '../../agent/headquarters/link/messageAnswers.ts';
import type { ConnectTransport } from '../../agent/link/mqttTransport.ts';

export const directLine =
  (context: HeadquartersContext): ConnectTransport =>
  (events) => {
    const [base] = context.link.listBases();
    if (!base) throw new Error('no base is enrolled');
    const down = (messages: readonly string[]): void => {
      for (const message of messages) void events.received(message);
    };
    const poll = setInterval(() => down(sealUnaskedMessages(context, base, { withHead: false })), 20);
    queueMicrotask(() => events.opened({ maxMessageBytes: 1_000_000 }));
    return {
      publish: (text) => {
        setImmediate(() => down(answerMessage(context, base, text).messages));
        return Promise.resolve();
      },
      close: () => {
        clearInterval(poll);
        return Promise.resolve();
      },
    };
  };
