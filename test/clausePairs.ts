// Exported names that stand twice on purpose: both sides of a wire, or base and headquarters, implement one clause
// with code of their own, so that a shared mistake cannot hide. names.test.ts allows a pair only if it is listed here.

export interface ClausePair {
  name: string;
  /** The two files, from the root. */
  paths: readonly [string, string];
  /** The clause that both implement. */
  clause: string;
}

export const CLAUSE_PAIRS: readonly ClausePair[] = [
  {
    name: 'GENESIS_HASH',
    paths: ['agent/ledger/hashChain.ts', 'agent/link/contract/hashDomains.ts'],
    clause:
      'FORMAT.md, "The chain", and CONTRACT.md: what the first entry names as its predecessor; ledger knows no link',
  },
  {
    name: 'modbusCrc',
    paths: ['drivers/modbus/modbusCrc.ts', 'simulators/wires/modbusSlave.ts'],
    clause: 'MODBUS over Serial Line V1.02, 6.2.2: CRC-16, reflected polynomial A001, initial value FFFF',
  },
  {
    name: 'storedCrc',
    paths: ['drivers/rfid/epc/storedCrc.ts', 'simulators/wires/m100.ts'],
    clause: 'EPC UHF Gen2 Air Interface, StoredCRC: CRC-16/GENIBUS over PC and EPC',
  },
  {
    name: 'sampleSize',
    paths: ['agent/core/stocktake/sampleSize.ts', 'agent/headquarters/book/stocktakeSample.ts'],
    clause: 'CONTRACT.md section 8, "Sample"',
  },
  {
    name: 'PackageState',
    paths: ['agent/core/model/states.ts', 'agent/headquarters/book/packageSteps.ts'],
    clause: 'CONTRACT.md 9.1: states of a package',
  },
];
