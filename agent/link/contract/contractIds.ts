// The ids that messages carry, for headquarters and for whoever makes notices. Must not know what they name.
export { asLotId, asOrderId, asPackageId, type PackageId } from '../../core/model/ids.ts';
