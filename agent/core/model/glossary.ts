// The words of Hakari, each with its one meaning: the source of the manual's page glossary.md, which
// `npm run documents` prints. It must hold no rule and no import; a test keeps page, table and sources in step.

/** One row of the glossary. A meaning has one word, and a word one meaning. */
export interface GlossaryWord {
  area: string;
  word: string;
  japanese: string;
  /** Names in the sources: exports, members, or paths from the root; at least one. */
  namesInCode: readonly string[];
  /** One plain sentence. */
  meaning: string;
  /** Words that were used for it once and are not used any more; empty if there were none. */
  replaces: readonly string[];
}

// Columns: word | Japanese | names in code | meaning | replaces. A line that begins with "#" begins an area.
const TABLE = `
# Base and people
base | 基地 | SiteConfig | One storage base of the national stockpile, with one agent. | house
station | 計量場所 | StationConfig, StationController, BaseStations | A place at a base where goods are handled (dock, weighbridge, aisle gate); it groups instruments. | Station, Stations
operator | 担当者 | operator, CurrentOperator | The person signed in whose session gave the command; null for a machine. | Who
session | サインイン | Session, SessionStore, requireSession | A signed-in person at one screen; never a connection of a driver. | Sessions, admit
second person | 二人目 | SecondPersonRecord, SecondPersonDialog, sendAsSecondPerson | Somebody who confirms one command with badge and PIN while the first stays signed in. | second
touched | 関わった人 | touchesOf, touchedBy | Acted, by a command that named it, on what a case is about, and so may neither recount nor approve it. | hadAHand, hand
believable date | 信頼できる日付 | doubtOnDate, isDateBelievable | A date that is not below the floor, of a clock that was not set back in this boot, and proved within 90 days or confirmed by two persons. |
floor | 日付の下限 | dateFloorMs, TimeRecord | The date before which it cannot be: of the release, of the last word that proved the time, of the last believable entry. |
deputy | 代行者 | DeputyRecord, decideNameDeputy | A person who stands in for an absent supervisor for a limited time. |
shift | シフト | ShiftTracker | The hours after a PIN in which the badge alone unlocks a screen. | Shifts
register | 登録簿 | Register, RegisterContent | The small document of operators, verification marks and preferences, projected from ledger entries. |
pending change | 保留中の変更 | PendingChange, finishPendingChange | A change of the register that is written down before its entry is asked for, so that a power cut leaves no half. | Pending, settle
authenticator | 認証 | Authenticator, createAuthenticator | What the web server asks of the register: sign in, unlock, check a PIN, language. | doorOf
agent | エージェント | agent/start.ts, RunningAgent | The program that runs at a base: instruments, decisions, ledger, web server and link in one process. |

# Instruments and wires
instrument | 計器 | InstrumentConfig, toInstrumentConfig | One scale or reader: a unit of a model at an address, as the site file lists it. | entry (of the site file)
instrument model | 機種 | InstrumentModel, InstrumentModels | The facts of a product (protocol, serial settings, registers): one YAML file in config/models. | Model
driver | ドライバー | Driver, createDriver | Serves one instrument: opens its port, talks its protocol and reports observations. | makeDriver
driver supervisor | ドライバー監視 | superviseDriver, SupervisedDriver | Runs an instrument's driver again and again with a back-off between attempts. | supervise, Supervised
port | ポート | Port, OpenPort | A byte stream to an instrument: a serial line or a TCP connection. |
port address | ポート指定 | PortAddress, formatPortAddress | Which serial path with which settings, or which host and TCP port. | portName, place
port tap | ポート監視 | PortTaps, createPortTaps | A second listener on a port's incoming bytes that disturbs nobody. | tapPorts
framed port | フレーム付きポート | FramedPort | One port with the codec that cuts its bytes into frames, its counters and its watchdog. | Line
protocol handler | プロトコル処理 | ProtocolHandler | What a driver does when the port opens and when a frame came. | Talk, begin, hear
watchdog | ウォッチドッグ | Watchdog, startWatchdog | Tells that a port gave no byte for too long; every byte resets it. | watchIdle, dog
codec | コーデック | Codec, ScaleCodec, ReaderCodec | A pure decoder of one protocol: bytes in, frames out, and commands as bytes. |
frame | フレーム | DecodedFrame | The bytes of one message of a protocol with what they mean. | Frame
device message | 機器メッセージ | DeviceMessage | What one frame said in the device's own words, before it becomes an observation. | Message
text frame format | テキストフレーム書式 | TextFrameFormat | A scale's frames as a model file describes them, without any code. | TextFrame
pattern cost | パターン負荷 | estimatePatternCost | Upper bound of the ways a matcher may try, decided before a pattern is ever run. | workOf
discarded | 破棄バイト | DecodeResult, discarded | Bytes that belonged to no frame; counted, never hidden. |
Modbus bus | Modbusバス | ModbusBus, BusMember | The one owner of a Modbus line or socket, one request in flight, shared by its instruments. | Bus, Lines, Member
Modbus register | Modbusレジスタ | RegisterBlock, RegisterValues | A 16-bit word of a Modbus device; not the register of operators. | Block, Registers
guard register | 監視レジスタ | listGuardRegisters | A register read before and after the rest; if it changed, the values are of different moments. | guardsOf
late response | 遅延応答 | LateResponseTracker | A response to an old request that could pass for a new one's. | Lateness, owes, stray
protocol candidate | プロトコル候補 | ProtocolCandidate, rankProtocols | A protocol that fits collected bytes, with a confidence; found by listening only. | Candidate, judgeBytes
recording | 記録 | RecordedPortEvent, RecordingPart | Every byte of both directions of a port with its time, as JSON lines that can be replayed. | RecordedEvent, Tape
site file | サイト設定ファイル | SiteFile, loadSiteFile | The YAML file that lists a base's stations, gates and instruments; SiteConfig is its completed, frozen form. | readSite
configuration error | 設定エラー | ConfigError, SettingError | Something wrong in a site or model file, with place, line and what is allowed. | ConfigFault, problem
verification mark | 検定証印 | VerificationMark | The mark on a verified scale and the date until which its periodic inspection holds. | Mark

# Observations
observation | 観測 | Observation | What an instrument said: a reading, a tag read or a fault, with raw bytes and time. |
reading | 読み値 | Reading | One weight that a scale displayed. |
tag read | タグ読取 | TagRead | One tag that a reader saw, with antenna and signal strength. |
fault | 異常 | FaultObservation, InstrumentFaultCode | An instrument or its line has no usable value, with a code; used for instruments only. | Trouble, trouble
timestamp | 時刻印 | Timestamp, ClockTrust | Wall clock, monotonic time, boot id and how far the wall clock can be trusted. | Stamp, WallTrust
random | 乱数源 | Random | Randomness as a parameter: 128-bit ids and fractions. | Chance
mass | 質量 | MassMg, DisplayedMass, parseMass | A whole number of milligrams; as displayed, with its unit and decimals. | ShownMass, massFromText
gate | ゲート（RFIDポータル） | GateMonitor, GateConfig, GateRecord | An RFID portal in an aisle or at an exit; nothing else is called a gate. |
portal passage | ゲート通過 | PortalPassage, observePortal | Tags that went through a gate, with the direction that the order of its zones proves. |

# Weighing
load | 積載（はかりの上の荷） | LoadId, LoadState, LoadPhase, LoadOnScale | What lies on one scale from the moment it rises above zero until a proven zero. |
capture | 取込み | Capture, decideCapture | A load's stable, legal weight, before it is a record. |
disturbed load | 計量後に変わった積載 | decideLoadDisturbed, load-disturbed | A load that stood at another weight after it was weighed; no value is taken from it. |
unexplained load | 不明な積載 | decideLoadEnded, load-unexplained | A load that came and went, and nobody claimed it. |
weighing | 計量 | WeighingRecord, WeighingBody, weighingEntry | One captured weight of one load with its evidence; never edited, only reversed. |
stable window | 安定区間 | StableWindow | The readings that prove that a weight stood still: count, span, duration. |
evidence | 証拠 | evidence, StableWindow | What a weighing carries to prove itself; photographs and curves are attachments. |
evidence store | 証拠ストア | EvidenceStore, openEvidenceStore | The database beside the ledger that keeps photographs and settling curves. | keptEvidence, createEvidence
settling curve | 静定曲線 | SettlingCurve, SettlingCurveRecorder | The readings from the rise of a load to its capture. | curve
check weighing | 点検計量 | decideCheck, CheckState | A weighing of a known check weight that shows that a scale still weighs rightly. |
in-service bound | 使用中最大許容誤差 | inServiceBoundMg, withinTolerance | How far a verified scale in service may be off at a load (R 76-1, Table 6, doubled). | inServiceMg
narrow bound | 狭い許容差 | lotBounds, driftBoundMg | What the sum of honest scales' differences nearly always stays within; beyond it a verified lot has a warning of drift. | rssBoundMg
own part | 自己誤差分 | ownPartMg | How far a weighing may be off by its scale alone: the in-service bound and half an interval, with the pallet's. |
fitness | 適格性 | isFitFor, fitnessSharePpm, isFitForPackage | Whether a scale can see what it is asked to decide: its own part is at most a share of the lightest package's net. |
settle | 決着 | settlesRecount, stationsThatDecide | A recount decides its finding, because its scale is fit and no coarser than the first one. |
determination | 測定値 | Determination, lotDeterminations | One figure for one or several packages, with what it rests on and how far it may be off. |
joint weighing | 合同計量 | JointRecord, countMember | Packages weighed together, as one determination whose bound counts once for whatever subset of them is weighed alone later. |
share | 配分 | ShareRecord, shareMass | A package's part of a joint weighing's mass, pro rata of what was announced. |
weighing group | 計量グループ | GroupRecord, decideFormGroup | Packages weighed together on one pallet. | Group
empty pass | 空車計量 | compareEmptyPass, VehiclePass | A pass that was announced with no goods on the vehicle; held against the same plate's earlier ones. |
unread package | 未読の荷 | unread, countIdentitiesRead | A package whose mark or tag nobody has read: it was weighed with others, or its name was typed, chosen or said afterwards. |
proof | 所在確認 | Proof, lastProof | What shows that a package is at the base: it was weighed, scanned, read, typed, chosen from a list, worked on, or only inferred; with its date. |
vehicle visit | 車両計量 | VisitRecord, decideVehicleArrived | A vehicle's loaded and empty pass over one bridge. | Visit
drift | 偏り | DriftRecord, DriftSums | Slow bias of a scale or consignor that a cumulative sum shows and single lots hide. |
weighing on the scale | 載っている計量 | weighingOnScale | The recorded weighing of the load that lies on a station's scale now. |

# Goods
commodity | 鉱種 | Commodity, loadCommodities | One of the 34 designated kinds, with form and, for REE and PGM, the element. |
lot | ロット | LotRecord, LotState | A quantity of one commodity and form under one certificate. |
package | 荷 | PackageRecord, PackageState | A drum, bag, bundle or pallet of a lot, with its own identity. | thing
foreign package | 持ち主不明の荷 | ForeignRecord, decideHoldForeign | A package at the scale that belongs to no lot that is expected or here. | stranger
recognition | 同定 | PackageRecognition, recognitionRefusal | Headquarters' decision that held goods were a known package all along. |
tare | 風袋 | TareKind | The mass of packaging: weighed, declared or zero, and the record says which. |
seal | 封印 | decideCheckSeal, decideReseal | A numbered seal on a package; a sound one with another number counts as broken. |
package lookup | 荷の照会 | whoBears, findBearer | All packages here or expected that bear a scanned code; several are asked for. | findPackagesByCode, findPackageAtBase
retired tag | 旧タグ | RetiredTagRecord, findTagOwner | The EPC of a tag that another has replaced; it still names its package to whoever reads it. |
exchanged tags | タグの取り違え | TAGS_SWAPPED, decideAttachTag | A tag that a package in store bears or bore was put on another: a finding on both.
plus scheme | EPC「+」方式 | EpcPlusSchemeName, elementsOfEpcPlus | An EPC scheme of TDS 2 without a tag URI; SSCC+ and SGTIN+ are decoded, the others kept as hexadecimal.
ownership | 所有区分 | Ownership | National stock or private stock held at a base; the two are never added up silently. |
removal | 取出し | RemovalRecord | What is taken out of a package: sample, spillage, dust. |
consent | 同意 | ConsentRecord, decideAllowRemoval | A second person's word beforehand that a named person takes out of a package up to a named mass: for one weighing, and for minutes. |

# Work
order | 指図 | Order, OrderRecord, decideOrder | What headquarters asks: intake notice, release, stocktake, decision, cancellation. |
intake notice | 入庫通知 | IntakeNotice | The order that announces lots and packages with their declared weights. |
release order | 放出指図 | ReleaseOrder, ReleaseRecord | The order that lets packages leave the base. |
stocktake | 棚卸 | StocktakeOrder, StocktakeRecord | A blind count of what is in store, with a drawn sample that is weighed. |
in hands | 作業中 | inHands | Nobody counted it, because a delivery or a release has it in work; a count says which job and since when. |
not asked | 未確認 | notAsked | It came into a count's scope meanwhile, and nobody said anything of it. |
misplaced | 所在違い | misplaced | It stands in another place than the book says: the place is corrected, and nothing is held. |
thawed | 凍結解除 | thawed | An emergency release took it out of a count. |
never fetched | 未ピッキング | unpicked | Set aside for a release and still on its place when the release ended. |
what is left | 残量 | leftMg | A package's net without what was weighed out of it and is not booked: what it counts for in every total. |
what came | 受入量 | cameMg | A package's net with what was weighed out of it and is booked: what papers are compared with. |
decision | 決定 | DecisionOrder, decisionRefusal | What headquarters orders about findings; nothing else closes one or changes the book for it. |
job | 作業 | JobRecord, decideOpenJob | One order being worked at one station. |
command | 操作 | Command, CommandBody, executeCommand | What a person asks of the base; its id makes sending it twice harmless. | performCommand, MAKERS
command-line command | コマンドライン命令 | CliCommand, CliIo | One word after \`hakari\` in a shell: a file under agent/commands. | RunCommand, CommandIo
announcement | 予告 | LoadAnnouncement, decideAnnounceLoad | What a person said the next load will be. |
refusal | 拒否 | Refusal, REFUSALS, isRefusal | The coded reason why a command or order is not carried out; it changes nothing. | problem
finding | 所見 | FindingRecord, FindingCode | One disagreement on stock: missing, extra, weight high, seal broken and so on. |
case | 案件 | CaseView, CaseService | A finding with all that was done and said about it. |
recount | 再計量 | recountRefusal, applyFindingRecounted | Weighing or counting again by somebody who did not touch the case. |
quarantine | 隔離 | decideQuarantine, QuarantineView | A package set aside until headquarters or two persons free it. |
verdict | 判定 | VerdictBody, judgeLot | What the evidence says of a lot: verified or discrepant. |
blindness | 非開示 | seesHiddenWeights, isWeightHidden | What a package weighed, should weigh and was off by is hidden from all who may weigh, while a weighing of it is still to come. |
deposit | 寄託指図（一回限りの符号） | DepositRecord, unsealDeposit | A release order sealed beforehand that opens with headquarters' one-time code. | openDeposit, DepositTries
guidance | 案内文 | guideStation, GuidanceKey | The one sentence that a station's screen says next. | sentence

# Ledger
entry | 記録（台帳の一行） | Entry, EntryKind, EntryBodies | One line of the ledger. |
ledger | 台帳 | Ledger, SqliteLedger | The hash chain of entries in one SQLite file; it is also the queue to headquarters. |
book | 帳簿 | Book, BookRecords | What the ledger adds up to: packages, lots, orders. |
projection | 射影 | agent/core/projection, fold, applyWeighing | Changes the book by one entry; the only way the book changes. | folding ahead
epoch | 代（台帳の世代） | epoch, Head | One life of a base's ledger, from an installation, restore or change of machine to the next. |
checkpoint | 署名済み検査点 | signCheckpoint | An entry that signs an earlier position of the same epoch. |
cause | 原因（冪等キー） | findCause, storeCause | The unique name of a transaction; a known cause is answered with its first result. | knownCause, keepCause
canonical JSON | 正準JSON | encodeCanonicalJson, parseCanonicalJson | The only byte form a value may have (RFC 8785, narrowed), so that hashes agree. | canonicalBytes
decision recorder | 決定記録器 | DecisionRecorder, createRetryingRecorder | Records decisions in the ledger and, while storage fails, answers "not recorded". | Recorder
ledger verification | 台帳検証 | verifyLedger, LedgerVerification | Reads a ledger file again from the first entry and lists what does not fit. | Verification, Walked
discrepancy (of a ledger) | 台帳の不整合 | LedgerDiscrepancy, LEDGER_DISCREPANCIES | One thing that verification found wrong with the ledger's file. | Problem, VERIFY_PROBLEMS
audit (of an entry) | 記録の検算 | auditEntry, EntryDoubt | Recomputes what an entry says from its own figures and the entries before it; what does not agree is a doubt of the entry. |
signed text | 署名済み文 | SignedText, parseSignedText | What headquarters signed, as a compact JWS: an order or an acknowledgement. |
storage error | 記憶装置の誤り | StorageError, toStorageError | The disk or the database failed, so the outcome of what was asked is unknown. | trouble, onDisk
base store | 基地ストア | BaseStore, openBaseStore | The ledger and the register of one data folder, opened together and locked. | Store

# Link and headquarters
tree (of an epoch) | 記録の木 | TreeEdge, EpochTree, EntryTree | The Merkle tree over an epoch's entries; its root is signed in checkpoints and envelopes, and one entry can be proved by it alone. |
inclusion proof | 包含証明 | InclusionProof, inclusionPath | What leads from one entry to a signed root and tells nothing of the other entries. |
signing guard | 署名の番人 | SigningGuard, createSigningGuard | Lets the base's key sign only what was verified since the last checkpoint, and walks the whole chain in the background. |
link | 本部との接続 | agent/link, HeadquartersLink | The base's side of the exchange with headquarters. | agent/headquarters (the base's half)
envelope | 封筒（署名・封緘済み） | sealMessage, padToFrame | Bytes on MQTT that are signed, padded and sealed. | openDown
acknowledgement | 受領証 | SavedAcknowledgement, readSavedAcknowledgement | Headquarters' signed word that it has durably applied entries up to a sequence number. |
message transport | メッセージ転送 | MessageTransport, createMqttConnector | Carries sealed texts both ways and tells when it opens and closes; MQTT is one. | Carrier, Connect
pump | 送信ポンプ | EntryPump | Sends the ledger's entries to headquarters strictly in order, few envelopes unacknowledged at a time. | Pump
message import | メッセージの持ち込み | importMessages, ImportOutcome | Sealed messages of headquarters that a person carried to the base as a file. | takeCarried
headquarters | 本部 | HeadquartersContext, runHeadquarters | The program that receives the bases' entries, keeps its own book, computes its own verdicts and issues orders. | House, house
stream | ストリーム | StreamRow, findStream | The entries of one base in one epoch as headquarters received them, with their head. |
to book an entry | 記帳 | bookEntry, BookContext | To change headquarters' book by one received entry; the base's own verb is apply. | takeEvidence, TAKERS
own verdict | 本部独自の判定 | OwnVerdict, computeOwnVerdict | Headquarters' verdict on a lot, computed from the entries without trusting the base's. | Judgement, judge
desk | 本部窓口 | DeskOptions, DeskIo, runOrderCommand | The clerks' commands and reports at headquarters. | Io

# Server and page
agent interface | エージェントAPI | AgentApi | What the web server may ask of the agent; the only file of services that http imports. | EvidenceService, LookUp
query | 照会 | agent/services/queries, LedgerQueries | A long read of the ledger for a person, cut into slices so that a weighing goes first. | lookUp, lookups
view | 表示データ | agent/core/views, StateView, LotView | What one person may see of something: the shape of a REST answer. | shown
event feed | ライブ配信 | EventFeed, subscribeToFeed | Changes sent to the screens as server-sent events, never more than one waiting for each. | Feed, listen
room | 画面 | agent/screen/rooms, RoomName | One full view of the page with its own address and its own lazily loaded code. | door
outbox | 未送信の操作 | Outbox, QueuedCommand | Commands that wait on the tablet until the agent has answered, sent in order under their ids. | Kept
scan action | スキャンの動作 | ScanAction, resolveScanAction | What a scanned code does at a station at this moment. | scanMeaning
toast | 一時通知 | Toast, useToasts | A short message that leaves by itself; never an intake notice. | NoticeBoard

# Simulators
simulated wire | 模擬回線 | SimulatedWire, openSerialWire, openTcpWire | The far end of a serial line or TCP port with a plug that can be pulled. | Wire
simulated device | 模擬機器 | SimulatedDevice | What answers at the far end of a wire; written with its own encoders, never the driver's. | Device
wire reaction | 回線の異常動作 | WireReaction | A stackable change to what goes over a simulated wire: lost, cut, late or damaged frames. | deafness
antenna | アンテナ | Antenna, readInventoryRound | A simulated reader's antenna with the tags around it. | Aerial
physical item | 物品 | PhysicalItem | A drum, pallet or lorry of the simulation as it really is: true mass, tag, mark. | Thing, Goods
ground truth | 真値記録 | GroundTruth | Everything that really went wrong, known to the simulation alone. | Truth
injected error | 仕込んだ誤り | InjectedError | One error that the simulation makes and notes before the base can see it. | Slip, mistake
testbed | 試験環境 | Testbed, startTestbed | Broker, world, headquarters and agent as processes of their own, with keys exchanged. | raiseStage, Setting
random stream | 乱数列 | RandomStream, createRandomStream | Seeded random numbers, split by name so that parts do not disturb one another. | SeededChance
`;

/** Every word, by area, in the order of the table. */
export const GLOSSARY: readonly GlossaryWord[] = parseTable(TABLE);

function parseTable(table: string): GlossaryWord[] {
  let area = '';
  return table.split('\n').flatMap((line) => {
    if (line.startsWith('# ')) area = line.slice(2);
    if (line === '' || line.startsWith('#')) return [];
    const [word = '', japanese = '', names = '', meaning = '', replaces = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return [{ area, word, japanese, namesInCode: splitList(names), meaning, replaces: splitList(replaces) }];
  });
}

function splitList(text: string): string[] {
  return text === '' ? [] : text.split(', ');
}
