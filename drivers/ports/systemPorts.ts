// The real ports of this machine, chosen by the kind of address. Drivers are given this as their `OpenPort`.
import type { OpenPort } from '../contract/port.ts';
import { openSerialPort } from './serialPort.ts';
import { openTcpPort } from './tcpPort.ts';

export const openPort: OpenPort = (address, events) =>
  address.kind === 'serial' ? openSerialPort(address, events) : openTcpPort(address, events);
