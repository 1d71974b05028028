// Tests write ids and masses as literals: in their program a brand is a flavour. A plain value is accepted where a
// branded one is asked for; two different brands still cannot be mixed up.
import type {} from '../drivers/contract/brand.ts';

declare module '../drivers/contract/brand.ts' {
  interface BrandMode {
    loose: true;
  }
}
