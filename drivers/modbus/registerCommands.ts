// One command of a model's table on its way: a write, with what some devices want around it – another value first, or a
// bit that they raise when they have seen it. Knows no bus: `ask` is handed in.
import type { Clock } from '../contract/clock.ts';
import type { Driver } from '../contract/driver.ts';
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import type { RegisterBitCondition, RegisterCommand } from '../models/instrumentModel.ts';
import type { ModbusResponse, ModbusReadRequest, ModbusFailure, ModbusWriteRequest } from './modbusConnection.ts';
import { isBitConditionMet, encodeRegisterKey } from './registerFields.ts';

/** `null`: done, as far as the device tells. */
export type DriverCommandResult = null | { fault: InstrumentFaultCode; detail: string };

/** A driver that can be told to do something by the name its model gives it ("zero", "tare"). */
export interface CommandableDriver extends Driver {
  /** Never rejects. Throws if the model has no such command: who asks has read the model. */
  runCommand(name: string): Promise<DriverCommandResult>;
}

type UnitRequest = (
  ask: Omit<ModbusReadRequest, 'unit' | 'timeoutMs'> | Omit<ModbusWriteRequest, 'unit' | 'timeoutMs'>,
) => Promise<ModbusResponse>;

const BIT_POLL_INTERVAL_MS = 50;

export async function runRegisterCommand(
  command: RegisterCommand,
  functionCode: 3 | 4,
  { ask, clock }: { ask: UnitRequest; clock: Clock },
): Promise<DriverCommandResult> {
  const { at, value, before, handshake } = command;
  const write = async (one: number): Promise<DriverCommandResult> => {
    const answer = await ask({
      functionCode: command.write === 'coil' ? 5 : command.write === 'register' ? 6 : 16,
      at,
      values: [one],
    });
    return 'fault' in answer ? answer : null;
  };
  const wait = (bit: RegisterBitCondition, raised: boolean): Promise<DriverCommandResult> =>
    waitForBit({ bit, raised, functionCode, timeoutMs: handshake?.timeoutMs ?? 0 }, { ask, clock });
  const trouble = before === undefined ? null : await write(before);
  if (trouble) return trouble;
  if (!handshake) return write(value);
  const { raised, done, release } = handshake;
  // A handshake that is still up belongs to an earlier command, and would answer this one before it was seen.
  const standing = (await write(release)) ?? (await wait(raised, false));
  if (standing) return standing;
  const told =
    (await write(value)) ??
    (await wait(raised, true)) ??
    (done ? await confirmDone({ bit: done, functionCode }, ask) : null);
  // Dropped whatever has happened: a value left standing would be carried out once more after the device's next start.
  const dropped = (await write(release)) ?? (await wait(raised, false));
  return told ?? dropped;
}

/** The bit's state now. */
async function readBit(
  bit: RegisterBitCondition,
  functionCode: 3 | 4,
  ask: UnitRequest,
): Promise<boolean | ModbusFailure> {
  const answer = await ask({
    functionCode: bit.in === 'coils' ? 1 : bit.in === 'discrete-inputs' ? 2 : functionCode,
    at: bit.at,
    count: 1,
  });
  return 'fault' in answer
    ? answer
    : isBitConditionMet(bit, new Map([[encodeRegisterKey(bit), answer.values[0] ?? 0]]));
}

async function confirmDone(
  { bit, functionCode }: { bit: RegisterBitCondition; functionCode: 3 | 4 },
  ask: UnitRequest,
): Promise<DriverCommandResult> {
  const holds = await readBit(bit, functionCode, ask);
  if (typeof holds !== 'boolean') return holds;
  return holds ? null : { fault: 'reply-refused', detail: 'the device says that it could not do it' };
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
    const holds = await readBit(bit, functionCode, ask);
    if (typeof holds !== 'boolean') return holds;
    if (holds === raised) return null;
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
