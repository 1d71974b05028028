// Ids of the ledger's things. Text at run time, and no two kinds can be mixed up. Made where text comes in: by the
// schemas of values.ts and commandValues.ts, by the ledger's reader, and by `as…Id` where the agent itself makes one.
import type { Brand } from '../../../drivers/contract/brand.ts';

/** Given by headquarters in the intake notice. */
export type LotId = Brand<string, 'LotId'>;
/** Given by headquarters in a notice or an adoption; the mark on the package is another text. */
export type PackageId = Brand<string, 'PackageId'>;
/** Made by the agent when work is opened. */
export type JobId = Brand<string, 'JobId'>;
/** Random, given by headquarters; the cause of all that the order leads to. */
export type OrderId = Brand<string, 'OrderId'>;
/** Made by the agent when it finds a disagreement. */
export type FindingId = Brand<string, 'FindingId'>;
/** Random, made by the agent for each captured weight; the number on the screen is another one. */
export type WeighingId = Brand<string, 'WeighingId'>;
/** Random, made by the agent when something rises above a proven zero. */
export type LoadId = Brand<string, 'LoadId'>;
/** From the register: one person. */
export type OperatorId = Brand<string, 'OperatorId'>;
/** SHA-256 of a photograph's file, lower-case hex. */
export type PhotoHash = Brand<string, 'PhotoHash'>;

/** The id of a finding that the agent itself makes. */
export const asFindingId = (text: string): FindingId => text as FindingId;
/** The id of a job that the agent itself opens. */
export const asJobId = (text: string): JobId => text as JobId;
/** The id of a weighing that the agent itself makes. */
export const asWeighingId = (text: string): WeighingId => text as WeighingId;
/** The id of a load that the agent itself sees rise. */
export const asLoadId = (text: string): LoadId => text as LoadId;
/** An operator's id that the register or a session holds. */
export const asOperatorId = (text: string): OperatorId => text as OperatorId;
/** A photograph's hash that the evidence store made. */
export const asPhotoHash = (text: string): PhotoHash => text as PhotoHash;
/** A package's id where the record of the book is at hand under another type. */
export const asPackageId = (text: string): PackageId => text as PackageId;
/** A lot's id that the book holds. */
export const asLotId = (text: string): LotId => text as LotId;
/** An order's id that the book holds. */
export const asOrderId = (text: string): OrderId => text as OrderId;
