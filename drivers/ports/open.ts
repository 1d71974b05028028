// The real ports of this machine, chosen by the kind of address. Drivers are given this as their `OpenPort`.
import type { OpenPort } from '../contract/port.ts';
import { openSerial } from './serial.ts';
import { openTcp } from './tcp.ts';

export const openPort: OpenPort = (address, events) =>
  address.kind === 'serial' ? openSerial(address, events) : openTcp(address, events);
