// Two things that a pair of wires does by itself: give back to a talker what it has just said (two-wire RS-485), and
// carry several devices at once. Must not know what any of them speaks.
import type { Device } from './line.ts';

/** The line repeats every byte of the agent to the agent before the device answers. */
export function echoing(device: Device): Device {
  return (send) => {
    const session = device(send);
    return {
      receive: (bytes) => {
        send(bytes);
        session.receive(bytes);
      },
      stop: () => session.stop(),
    };
  };
}

/** All devices hear the agent, and the agent hears all of them. */
export function sharedLine(devices: readonly Device[]): Device {
  return (send) => {
    const sessions = devices.map((device) => device(send));
    return {
      receive: (bytes) => {
        for (const session of sessions) session.receive(bytes);
      },
      stop: () => {
        for (const session of sessions) session.stop();
      },
    };
  };
}
