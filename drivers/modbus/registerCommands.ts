// Writes one command of a model's table, with what some devices need around it: another value first, or a bit that they
// raise when they have seen the command. Must not know any bus: the function that sends requests is handed in.
import type { Clock } from '../contract/clock.ts';
import type { Driver } from '../contract/driver.ts';
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import type { RegisterBitCondition, RegisterCommand } from '../models/instrumentModel.ts';
import type { ModbusResponse, ModbusReadRequest, ModbusFailure, ModbusWriteRequest } from './modbusConnection.ts';
import { isBitConditionMet, encodeRegisterKey } from './registerFields.ts';

/** Null: done, as far as the device reports; else why not. */
export type DriverCommandResult = null | { fault: InstrumentFaultCode; detail: string };

/** A driver that runs commands by the names that its model gives them ("zero", "tare"). */
export interface CommandableDriver extends Driver {
  /**
   * Runs one command. Never rejects.
   *
   * @throws {Error} when the model has no such command
   */
  runCommand(name: string): Promise<DriverCommandResult>;
}

type UnitRequest = (
  ask: Omit<ModbusReadRequest, 'unit' | 'timeoutMs'> | Omit<ModbusWriteRequest, 'unit' | 'timeoutMs'>,
) => Promise<ModbusResponse>;

const BIT_POLL_INTERVAL_MS = 50;

/** Writes a command and, where the device has one, waits for its handshake. Never rejects. */
export async function runRegisterCommand(
  command: RegisterCommand,
  functionCode: 3 | 4,
  { ask, clock }: { ask: UnitRequest; clock: Clock },
): Promise<DriverCommandResult> {
  const { at, value, before, handshake } = command;
  const write = async (registerValue: number): Promise<DriverCommandResult> => {
    const response = await ask({
      functionCode: command.write === 'coil' ? 5 : command.write === 'register' ? 6 : 16,
      at,
      values: [registerValue],
    });
    return 'fault' in response ? response : null;
  };
  const wait = (bit: RegisterBitCondition, raised: boolean): Promise<DriverCommandResult> =>
    waitForBit({ bit, raised, functionCode, timeoutMs: handshake?.timeoutMs ?? 0 }, { ask, clock });
  const failure = before === undefined ? null : await write(before);
  if (failure) return failure;
  if (!handshake) return write(value);
  const { raised, done, release } = handshake;
  // A handshake that is still raised belongs to an earlier command and would confirm this one before it was seen.
  const failureBefore = (await write(release)) ?? (await wait(raised, false));
  if (failureBefore) return failureBefore;
  const commandResult =
    (await write(value)) ??
    (await wait(raised, true)) ??
    (done ? await confirmDone({ bit: done, functionCode }, ask) : null);
  // Released in any case: a value left in the register would run again after the device's next start.
  const releaseResult = (await write(release)) ?? (await wait(raised, false));
  return commandResult ?? releaseResult;
}

/** The bit's state now. */
async function readBit(
  bit: RegisterBitCondition,
  functionCode: 3 | 4,
  ask: UnitRequest,
): Promise<boolean | ModbusFailure> {
  const response = await ask({
    functionCode: bit.in === 'coils' ? 1 : bit.in === 'discrete-inputs' ? 2 : functionCode,
    at: bit.at,
    count: 1,
  });
  return 'fault' in response
    ? response
    : isBitConditionMet(bit, new Map([[encodeRegisterKey(bit), response.values[0] ?? 0]]));
}

async function confirmDone(
  { bit, functionCode }: { bit: RegisterBitCondition; functionCode: 3 | 4 },
  ask: UnitRequest,
): Promise<DriverCommandResult> {
  const isMet = await readBit(bit, functionCode, ask);
  if (typeof isMet !== 'boolean') return isMet;
  return isMet ? null : { fault: 'reply-refused', detail: 'the device says that it could not do it' };
}

async function waitForBit(
  {
    bit,
    raised,
    functionCode,
    timeoutMs,
  }: { bit: RegisterBitCondition; raised: boolean; functionCode: 3 | 4; timeoutMs: number },
  { ask, clock }: { ask: UnitRequest; clock: Clock },
): Promise<DriverCommandResult> {
  const until = clock.monotonicMs() + timeoutMs;
  for (;;) {
    const isMet = await readBit(bit, functionCode, ask);
    if (typeof isMet !== 'boolean') return isMet;
    if (isMet === raised) return null;
    if (clock.monotonicMs() >= until)
      return {
        fault: 'no-reply',
        detail: `the device did not ${raised ? 'raise' : 'drop'} its handshake within ${timeoutMs} ms`,
      };
    await new Promise<void>((resolve) => {
      clock.after(BIT_POLL_INTERVAL_MS, resolve);
    });
  }
}
