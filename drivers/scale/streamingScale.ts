// Listens to a scale that sends by itself; writes nothing. Must not know any protocol.
import type { Driver, DriverContext } from '../contract/driver.ts';
import { FramedPort } from '../ports/framedPort.ts';
import type { FramedPortSettings } from '../ports/framedPort.ts';
import { createAddressFilter } from './addressFilter.ts';
import { interpretScaleMessage } from './scaleObservation.ts';
import type { ScaleReadingRules } from './scaleObservation.ts';

/** One streaming scale. */
export interface StreamingScaleSettings extends FramedPortSettings {
  /** On a shared line; null: it has none. */
  address: string | null;
  rules: ScaleReadingRules;
}

/** The driver of a scale that streams. */
export function createStreamingScale(settings: StreamingScaleSettings, context: DriverContext): Driver {
  const { instrument, rules } = settings;
  const port = new FramedPort(settings, context);

  return {
    instrument,
    health: () => port.health(),
    run(signal) {
      const isOwnAddress = createAddressFilter(settings.address);
      return port.run(signal, {
        onOpen: () => () => undefined,
        onFrame: ({ message, raw }, atMs) => {
          if (!isOwnAddress(message['address'])) {
            port.reportFault('frame-refused', 'a frame with another address than this scale’s', raw);
            return;
          }
          const observation = interpretScaleMessage(message, { instrument, atMs, raw }, rules);
          if (observation === null) return;
          if (observation.kind === 'fault') port.reportFault(observation.fault, observation.detail, raw);
          else {
            port.clearFault();
            context.onObservation(observation);
          }
        },
      });
    },
  };
}
