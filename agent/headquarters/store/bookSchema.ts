// The tables of the book half: everything that follows from stored entries. The book is kept for a base, not for an epoch:
// a new epoch goes on with the same packages. Lists and arithmetic that nothing is looked up by are JSON.

/** Where the book stands: a base's position is the place of the last entry that is booked; `fault` says why it stays there. */
const POSITION_TABLES = `
CREATE TABLE book (id INTEGER PRIMARY KEY CHECK (id = 1), rules TEXT NOT NULL) STRICT;
CREATE TABLE positions (base TEXT PRIMARY KEY, place INTEGER NOT NULL, hash TEXT NOT NULL, fault TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE epochs (stream INTEGER PRIMARY KEY, base TEXT NOT NULL, epoch TEXT NOT NULL) STRICT;
CREATE TABLE rejections (
  base TEXT NOT NULL, place INTEGER NOT NULL, stream INTEGER NOT NULL, seq INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (base, place)) STRICT, WITHOUT ROWID;
`;

const BOOK_TABLES = `
CREATE TABLE received_orders (base TEXT NOT NULL, order_id TEXT NOT NULL, kind TEXT NOT NULL, lot TEXT, subject TEXT, PRIMARY KEY (base, order_id)) STRICT, WITHOUT ROWID;
CREATE TABLE deposits (base TEXT NOT NULL, sealed TEXT NOT NULL, order_id TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (base, sealed)) STRICT, WITHOUT ROWID;
CREATE TABLE lots (
  base TEXT NOT NULL, lot TEXT NOT NULL, order_id TEXT NOT NULL, commodity TEXT NOT NULL, form TEXT NOT NULL, element TEXT,
  ownership TEXT NOT NULL, consignor TEXT NOT NULL, certificate TEXT NOT NULL, consignor_scale TEXT NOT NULL, fitness_ppm INTEGER, total_gross_mg INTEGER,
  moisture_ppm INTEGER, assay_ppm INTEGER, contract_mg INTEGER, contract_ppm INTEGER, removal_package_mg INTEGER, removal_person_mg INTEGER, state TEXT NOT NULL,
  PRIMARY KEY (base, lot)) STRICT, WITHOUT ROWID;
CREATE TABLE packages (
  base TEXT NOT NULL, package TEXT NOT NULL, lot TEXT NOT NULL, order_id TEXT NOT NULL, state TEXT NOT NULL, mark TEXT NOT NULL, epc TEXT,
  announced_gross_mg INTEGER NOT NULL, announced_tare_mg INTEGER NOT NULL, tare_tolerance_mg INTEGER,
  tare_trusted INTEGER NOT NULL, weighing TEXT, gross_mg INTEGER, tare_mg INTEGER,
  net_mg INTEGER, basis TEXT, comparison TEXT, limit_mg INTEGER, earlier_gross_mg INTEGER, earlier_limit_mg INTEGER, earlier_weighing TEXT,
  seal TEXT, earlier_seals TEXT NOT NULL, removed_mg INTEGER NOT NULL, removed_limit_mg INTEGER NOT NULL, booked_mg INTEGER NOT NULL, doubtful INTEGER NOT NULL,
  replaced TEXT, unread INTEGER NOT NULL, quarantine_reason TEXT, back_to TEXT, area TEXT, release_order TEXT, gate TEXT, stocktake TEXT, arrived_seq INTEGER, decided_seq INTEGER,
  PRIMARY KEY (base, package)) STRICT, WITHOUT ROWID;
CREATE INDEX packages_by_seal ON packages (base, seal) WHERE seal IS NOT NULL;
CREATE INDEX packages_by_lot ON packages (base, lot);
CREATE INDEX packages_by_epc ON packages (base, epc);
CREATE INDEX packages_by_release ON packages (base, release_order) WHERE release_order IS NOT NULL;
CREATE INDEX packages_by_stocktake ON packages (base, stocktake) WHERE stocktake IS NOT NULL;
CREATE TABLE proofs (
  proof INTEGER PRIMARY KEY, base TEXT NOT NULL, package TEXT NOT NULL, source TEXT NOT NULL, way TEXT NOT NULL, wall_ms INTEGER NOT NULL) STRICT;
CREATE INDEX proofs_by_package ON proofs (base, package);
CREATE INDEX proofs_by_source ON proofs (base, source);
CREATE TRIGGER proofs_end AFTER INSERT ON packages WHEN NEW.state NOT IN ('present', 'stored', 'allocated', 'picked', 'staged', 'counting', 'quarantined')
  BEGIN DELETE FROM proofs WHERE base = NEW.base AND package = NEW.package; END;
CREATE TABLE jobs (base TEXT NOT NULL, job TEXT NOT NULL, work TEXT NOT NULL, order_id TEXT, lot TEXT, stocktake TEXT, station TEXT NOT NULL,
  closed INTEGER NOT NULL, PRIMARY KEY (base, job)) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_open ON jobs (base, station) WHERE closed = 0;
CREATE TABLE stations (base TEXT NOT NULL, station TEXT NOT NULL, intent TEXT, job TEXT, PRIMARY KEY (base, station)) STRICT, WITHOUT ROWID;
CREATE TABLE weighings (
  base TEXT NOT NULL, weighing TEXT NOT NULL, load TEXT NOT NULL, stream INTEGER NOT NULL, seq INTEGER NOT NULL, bound_seq INTEGER NOT NULL, station TEXT NOT NULL, scale TEXT NOT NULL, purpose TEXT NOT NULL, wall_ms INTEGER NOT NULL,
  basis TEXT NOT NULL, group_id TEXT, visit TEXT, package TEXT, job TEXT, operator TEXT, gross_mg INTEGER NOT NULL, interval_mg INTEGER NOT NULL,
  class TEXT NOT NULL, ranges TEXT NOT NULL, own_part_mg INTEGER NOT NULL, share_ppm INTEGER, verified INTEGER NOT NULL, bias_mg INTEGER, state TEXT NOT NULL, intent TEXT, doubt TEXT,
  bound_by TEXT, tags_here TEXT NOT NULL, comparison TEXT, PRIMARY KEY (base, weighing)) STRICT, WITHOUT ROWID;
CREATE TABLE checked_scales (base TEXT NOT NULL, scale TEXT NOT NULL, passed INTEGER NOT NULL, PRIMARY KEY (base, scale)) STRICT, WITHOUT ROWID;
CREATE INDEX weighings_by_load ON weighings (base, load);
CREATE INDEX weighings_by_package ON weighings (base, package) WHERE package IS NOT NULL;
CREATE TABLE clocks (
  base TEXT NOT NULL PRIMARY KEY, released_ms INTEGER NOT NULL, proven_ms INTEGER NOT NULL, floor_ms INTEGER NOT NULL, boot TEXT NOT NULL,
  offset_ms INTEGER NOT NULL, stepped_back INTEGER NOT NULL, confirmed_offset_ms INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE groups_weighed (
  base TEXT NOT NULL, group_id TEXT NOT NULL, packages TEXT NOT NULL, unscanned TEXT NOT NULL, pallet_mg INTEGER NOT NULL, pallet_kind TEXT NOT NULL, comparison TEXT,
  job TEXT NOT NULL, station TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (base, group_id)) STRICT, WITHOUT ROWID;
CREATE INDEX groups_open ON groups_weighed (base, job) WHERE state = 'open';
CREATE TABLE visits (base TEXT NOT NULL, visit TEXT NOT NULL, plates TEXT NOT NULL, PRIMARY KEY (base, visit)) STRICT, WITHOUT ROWID;
CREATE TABLE passes (
  base TEXT NOT NULL, weighing TEXT NOT NULL, plates TEXT NOT NULL, wall_ms INTEGER NOT NULL, driver_aboard INTEGER NOT NULL, empty INTEGER NOT NULL,
  PRIMARY KEY (base, weighing)) STRICT, WITHOUT ROWID;
CREATE INDEX passes_by_plates ON passes (base, plates);
CREATE TABLE unloads (
  base TEXT NOT NULL, visit TEXT NOT NULL, seq INTEGER NOT NULL, lot TEXT NOT NULL, packages TEXT NOT NULL, how TEXT,
  PRIMARY KEY (base, visit, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE pairs (
  base TEXT NOT NULL, after TEXT NOT NULL, lot TEXT NOT NULL, before TEXT NOT NULL, packages TEXT NOT NULL, comparison TEXT NOT NULL, verifies TEXT NOT NULL,
  PRIMARY KEY (base, after, lot)) STRICT, WITHOUT ROWID;
CREATE TABLE joints (
  base TEXT NOT NULL, joint TEXT NOT NULL, bound_mg INTEGER NOT NULL, light TEXT NOT NULL, heavy TEXT NOT NULL, reversed INTEGER NOT NULL,
  PRIMARY KEY (base, joint)) STRICT, WITHOUT ROWID;
CREATE TABLE shares (base TEXT NOT NULL, package TEXT NOT NULL, joint TEXT NOT NULL, later TEXT, PRIMARY KEY (base, package)) STRICT, WITHOUT ROWID;
CREATE TABLE retired_tags (base TEXT NOT NULL, epc TEXT NOT NULL, package TEXT NOT NULL, PRIMARY KEY (base, epc)) STRICT, WITHOUT ROWID;
CREATE TABLE foreign_packages (
  base TEXT NOT NULL, job TEXT NOT NULL, identity TEXT NOT NULL, weighing TEXT, epc TEXT, state TEXT NOT NULL, recognised TEXT,
  PRIMARY KEY (base, job, identity)) STRICT, WITHOUT ROWID;
CREATE INDEX foreign_packages_by_weighing ON foreign_packages (base, weighing) WHERE weighing IS NOT NULL;
CREATE TABLE removals (
  base TEXT NOT NULL, removal TEXT NOT NULL, package TEXT NOT NULL, lot TEXT NOT NULL, mass_mg INTEGER NOT NULL, limit_mg INTEGER NOT NULL, manual INTEGER NOT NULL,
  reason TEXT NOT NULL, weighing TEXT NOT NULL, operator TEXT NOT NULL, seq INTEGER NOT NULL, sound_ms INTEGER NOT NULL, allowed_by TEXT, seal_before TEXT, seal_after TEXT,
  state TEXT NOT NULL, PRIMARY KEY (base, removal)) STRICT, WITHOUT ROWID;
CREATE INDEX removals_by_operator ON removals (base, operator);
CREATE TABLE photos (base TEXT NOT NULL, photo TEXT NOT NULL, finding TEXT NOT NULL, PRIMARY KEY (base, photo)) STRICT, WITHOUT ROWID;
CREATE TABLE consents (
  base TEXT NOT NULL, package TEXT NOT NULL, taker TEXT NOT NULL, operator TEXT NOT NULL, most_mg INTEGER NOT NULL, minutes INTEGER NOT NULL,
  wall_ms INTEGER NOT NULL, monotonic_ms INTEGER NOT NULL, boot TEXT NOT NULL, used_by TEXT, ended INTEGER NOT NULL, PRIMARY KEY (base, package)) STRICT, WITHOUT ROWID;
CREATE TABLE requests (
  base TEXT NOT NULL, request TEXT NOT NULL, act TEXT NOT NULL, operator TEXT NOT NULL, packages TEXT NOT NULL, net_mg INTEGER NOT NULL,
  PRIMARY KEY (base, request)) STRICT, WITHOUT ROWID;
CREATE INDEX requests_by_act ON requests (base, act);
CREATE TRIGGER reversals_end AFTER INSERT ON packages
  WHEN NEW.state NOT IN ('expected', 'missing', 'present', 'stored', 'allocated', 'picked', 'staged', 'counting', 'quarantined')
  BEGIN DELETE FROM requests WHERE base = NEW.base AND act = 'reverse-weighing'
    AND EXISTS (SELECT 1 FROM json_each(requests.packages) WHERE json_each.value = NEW.package); END;
CREATE TABLE findings (
  base TEXT NOT NULL, finding TEXT NOT NULL, stream INTEGER NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, cause TEXT NOT NULL,
  code TEXT NOT NULL, lot TEXT, job TEXT, package TEXT, weighing TEXT, declared_mg INTEGER, measured_mg INTEGER, other_limit_mg INTEGER,
  other_rounding_mg INTEGER, note TEXT, state TEXT NOT NULL, recounts INTEGER NOT NULL, recount TEXT, confirmed INTEGER NOT NULL, escalated TEXT, split_members TEXT,
  PRIMARY KEY (base, finding)) STRICT, WITHOUT ROWID;
CREATE INDEX removals_by_package ON removals (base, package);
CREATE INDEX findings_split ON findings (base) WHERE split_members IS NOT NULL;
CREATE INDEX findings_by_lot ON findings (base, lot);
CREATE INDEX findings_by_package ON findings (base, package);
CREATE INDEX findings_by_weighing ON findings (base, weighing) WHERE weighing IS NOT NULL;
CREATE UNIQUE INDEX findings_by_entry ON findings (stream, seq);
CREATE TABLE suspensions (base TEXT NOT NULL, subject TEXT NOT NULL, suspended INTEGER NOT NULL, PRIMARY KEY (base, subject)) STRICT, WITHOUT ROWID;
CREATE TABLE persons (base TEXT NOT NULL, person TEXT NOT NULL, roles TEXT NOT NULL, badge TEXT NOT NULL, pin INTEGER NOT NULL, locked INTEGER NOT NULL, PRIMARY KEY (base, person)) STRICT, WITHOUT ROWID;
CREATE TABLE deputies (
  base TEXT NOT NULL, deputy TEXT NOT NULL, supervisor TEXT NOT NULL, hours INTEGER NOT NULL, wall_ms INTEGER NOT NULL, monotonic_ms INTEGER NOT NULL,
  boot TEXT NOT NULL, ended INTEGER NOT NULL, PRIMARY KEY (base, deputy)) STRICT, WITHOUT ROWID;
CREATE TABLE touches (
  base TEXT NOT NULL, thing TEXT NOT NULL, persons TEXT NOT NULL, act TEXT NOT NULL, before_act TEXT NOT NULL,
  PRIMARY KEY (base, thing)
) STRICT, WITHOUT ROWID;
CREATE TABLE implied_findings (
  implied_finding INTEGER PRIMARY KEY, base TEXT NOT NULL, code TEXT NOT NULL, lot TEXT, package TEXT, weighing TEXT, required INTEGER NOT NULL, finding TEXT) STRICT;
CREATE INDEX implied_findings_by_lot ON implied_findings (base, lot);
CREATE INDEX implied_findings_by_weighing ON implied_findings (base, weighing) WHERE weighing IS NOT NULL;
`;

const RESULT_TABLES = `
CREATE TABLE releases (
  base TEXT NOT NULL, order_id TEXT NOT NULL, release TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL, allocated TEXT NOT NULL, unscanned TEXT NOT NULL,
  claimed TEXT, own TEXT, differences TEXT NOT NULL DEFAULT '', PRIMARY KEY (base, order_id)) STRICT, WITHOUT ROWID;
CREATE TABLE stocktakes (
  base TEXT NOT NULL, stocktake TEXT NOT NULL, order_id TEXT, scope TEXT NOT NULL, state TEXT NOT NULL, round INTEGER NOT NULL,
  opened_seq INTEGER, counted TEXT NOT NULL, thawed TEXT NOT NULL, disagreeing TEXT NOT NULL, sample TEXT NOT NULL, claimed TEXT, own TEXT,
  differences TEXT NOT NULL DEFAULT '', PRIMARY KEY (base, stocktake)) STRICT, WITHOUT ROWID;
CREATE TABLE counts (
  base TEXT NOT NULL, stocktake TEXT NOT NULL, identity TEXT NOT NULL, round INTEGER NOT NULL, words TEXT NOT NULL, weighing TEXT, disagrees INTEGER, was_off INTEGER NOT NULL, spelling TEXT,
  PRIMARY KEY (base, stocktake, identity, round)) STRICT, WITHOUT ROWID;
CREATE INDEX counts_by_spelling ON counts (base, stocktake, spelling) WHERE spelling IS NOT NULL;
CREATE TABLE verdicts (
  stream INTEGER NOT NULL, seq INTEGER NOT NULL, base TEXT NOT NULL, lot TEXT NOT NULL, claimed TEXT NOT NULL, own TEXT NOT NULL,
  differences TEXT NOT NULL, PRIMARY KEY (stream, seq)) STRICT;
CREATE INDEX verdicts_by_lot ON verdicts (base, lot);
CREATE TABLE alarms (stream INTEGER NOT NULL, seq INTEGER NOT NULL, base TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (stream, seq, what)) STRICT;
CREATE TABLE given_up_records (
  stream INTEGER NOT NULL, seq INTEGER NOT NULL, base TEXT NOT NULL, station TEXT NOT NULL, scale TEXT NOT NULL, records INTEGER NOT NULL,
  highest_mg INTEGER NOT NULL, since_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL, PRIMARY KEY (stream, seq)) STRICT;
CREATE TABLE disturbed_findings (
  stream INTEGER NOT NULL, seq INTEGER NOT NULL, part INTEGER NOT NULL, base TEXT NOT NULL, weighing TEXT NOT NULL, person TEXT, finding TEXT,
  code TEXT NOT NULL, lot TEXT, package TEXT, members TEXT NOT NULL, declared_mg INTEGER, measured_mg INTEGER, wall_ms INTEGER NOT NULL,
  PRIMARY KEY (stream, seq, part)) STRICT;
`;

/** Every table and index of the book half. */
export const BOOK_SCHEMA_SQL = `${POSITION_TABLES}${BOOK_TABLES}${RESULT_TABLES}`;
