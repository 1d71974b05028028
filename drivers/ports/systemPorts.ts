// The real ports of this machine. Must not know any protocol.
import type { OpenPort } from '../contract/port.ts';
import { openSerialPort } from './serialPort.ts';
import { openTcpPort } from './tcpPort.ts';

/** Opens a port by the kind of its address. Drivers are given this as their `OpenPort`. */
export const openPort: OpenPort = (address, events) =>
  address.kind === 'serial' ? openSerialPort(address, events) : openTcpPort(address, events);
