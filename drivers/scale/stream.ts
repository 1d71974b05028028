// Listens to a scale that sends by itself. Writes nothing, ever.
import type { Driver, DriverContext } from '../contract/driver.ts';
import { Line } from '../line.ts';
import type { LineSettings } from '../line.ts';
import { addressFilter } from './addressing.ts';
import { observationFrom } from './reading.ts';
import type { ScaleRules } from './reading.ts';

export interface StreamSettings extends LineSettings {
  address: string | null;
  rules: ScaleRules;
}

export function streamingScale(settings: StreamSettings, context: DriverContext): Driver {
  const { instrument, rules } = settings;
  const line = new Line(settings, context);

  return {
    instrument,
    health: () => line.health(),
    run(signal) {
      const isMine = addressFilter(settings.address);
      return line.session(signal, {
        begin: () => () => undefined,
        hear: ({ message, raw }, atMs) => {
          if (!isMine(message['address'])) {
            line.fault('frame-refused', 'a frame with another address than this scale’s', raw);
            return;
          }
          const observation = observationFrom(message, { instrument, atMs, raw }, rules);
          if (observation === null) return;
          if (observation.kind === 'fault') line.fault(observation.fault, observation.detail, raw);
          else {
            line.well();
            context.observe(observation);
          }
        },
      });
    },
  };
}
