// Every reason for which the core declines to do something, with what a person can do about it. The manual shows this table
// (a test keeps both in step); the screen shows the text with its parameters filled in.

export const REFUSALS = {
  'order-unknown': 'There is no order {order} at this base. Check the order list.',
  'order-not-open': 'Order {order} is already {state}. Choose another order.',
  'order-for-other-base': 'The order is addressed to base {base}.',
  'order-out-of-turn': 'Order {counter} came where order {expected} is due. Headquarters sends the missing ones again.',
  'order-malformed': 'The order cannot be carried out: {reason}. Headquarters is told.',
  'station-unknown': 'There is no station {station}.',
  'station-busy': 'Station {station} already works on lot {lot}. Close that job first.',
  'job-unknown': 'There is no job {job}.',
  'job-closed': 'Job {job} is closed.',
  'no-job': 'No job is open at station {station}. Choose an order first.',
  'scale-not-ready': 'The scale of station {station} does not show a stable zero. Clear the platform first.',
  'no-check-weight': 'Station {station} has no check weight in the site file.',
  'nothing-on-scale': 'No recorded load lies on the scale of station {station}. Place the package and wait for its number.',
  'load-identified': 'The load on the scale is already identified as {package}.',
  'not-in-lot': 'No package of lot {lot} bears {code}. Scan again, or set it aside as not belonging to this lot.',
  'package-of-other-lot': 'Package {package} belongs to lot {lot}. Set it aside as not belonging to this lot.',
  'package-already-weighed': 'Package {package} is already weighed. Check that the right mark was scanned.',
  'tag-names-other-package': 'The mark says {package}, but the tag in the field belongs to {other}. Check mark and tag.',
  'package-unknown': 'There is no package {package}.',
  'package-not-here': 'Package {package} has not been weighed yet. Weigh it first.',
  'package-not-expected': 'Package {package} is {state}, so it cannot be declared missing.',
  'epc-malformed': 'An EPC is 4 to 124 hexadecimal digits in whole words of four. {code} is not.',
  'epc-in-use': 'Tag {epc} already belongs to package {package}. Use a new tag.',
  'identity-empty': 'Type or scan what can be read on the package.',
  'weighing-unknown': 'There is no weighing {weighing}.',
  'weighing-reversed': 'Weighing {weighing} is already reversed.',
  'packages-open': '{count} announced packages are neither weighed nor declared missing.',
  'tag-missing': 'Package {package} carries no tag yet. Attach a tag and scan it.',
  'load-unidentified': 'The load on the scale is not identified yet. Scan its mark or set it aside.',
  'load-not-announced': 'Say first what the next load at station {station} is.',
  'job-not-intake': 'Job {job} receives no announced lot.',
  'operator-unknown': 'There is no person {operator} at this base.',
  'area-unknown': 'There is no area {area} in the site file.',
  'group-unknown': 'There is no group {group}.',
  'visit-unknown': 'There is no visit {visit} of a vehicle.',
  'pass-paired': 'Weighing {weighing} is one of a pair that is recorded. Let the vehicle pass again instead.',
  'deposit-unknown': 'There is no deposited order {sealed}.',
  'stocktake-unknown': 'There is no stocktake {stocktake}.',
  'finding-unknown': 'There is no finding {finding}.',
  'job-not-release': 'Job {job} works no release.',
  'not-in-release': 'No package that order {order} releases bears {code}. Leave it in its place and scan again.',
  'mark-ambiguous': 'Several packages of this release bear {code}. Scan the tag instead.',
  'package-already-picked': 'Package {package} is already taken from its place.',
  'package-held': 'Package {package} is held and does not leave. Put it into the hold area.',
  'package-doubtful': 'The weighing of package {package} is doubtful. Weigh it again first.',
  'second-person-needed': '{operator} has asked for this. Another person must confirm it.',
  'deposit-opened': 'The deposited order {sealed} is opened already. Take it up from the order list.',
  'code-wrong': 'The code does not open {sealed}. Have headquarters repeat it, digit by digit.',
  'code-wait': 'Too many wrong codes. Wait {seconds} seconds.',
  'release-impossible': 'The release cannot be carried out: {reason}. Call headquarters.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** A table's text with its {parameters} filled in. */
export function fillText(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
