// Two things that a pair of wires does by itself: give back to a talker what it has just said (two-wire RS-485), and
// carry several devices at once. Must not know what any of them speaks.
import type { SimulatedDevice } from './simulatedWire.ts';

/** The line repeats every byte of the agent to the agent before the device answers. */
export function echoRequests(device: SimulatedDevice): SimulatedDevice {
  return (send) => {
    const session = device(send);
    return {
      receive: (bytes) => {
        send(bytes);
        session.receive(bytes);
      },
      close: () => session.close(),
    };
  };
}

/** All devices hear the agent, and the agent hears all of them. */
export function joinDevices(devices: readonly SimulatedDevice[]): SimulatedDevice {
  return (send) => {
    const sessions = devices.map((device) => device(send));
    return {
      receive: (bytes) => {
        for (const session of sessions) session.receive(bytes);
      },
      close: () => {
        for (const session of sessions) session.close();
      },
    };
  };
}
