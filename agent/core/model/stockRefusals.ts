// Why work on stocktakes, seals and releases is declined. A row a code: what a person can do about it, in both
// languages, with its {parameters}.

/** Each code with its text in both languages; `{name}` stands for a parameter of the refusal. */
export const STOCK_REFUSALS = {
  'station-without-reader': {
    en: 'Station {station} has no reader: nothing can be swept there. Scan or type what you see.',
    ja: '場所 {station} にはリーダーがないため、一括読取りはできません。見えた荷をスキャンまたは入力してください。',
  },
  'release-needs-supervisor': {
    en: 'National stock leaves only with a supervisor or a deputy as one of the two. Ask a supervisor to close the release.',
    ja: '国の備蓄は、二人のうち一人が監督者または代理でなければ搬出できません。監督者に出庫の締めを依頼してください。',
  },
  'reversal-waits': {
    en: 'Somebody asked to take weighing {number} back. A second person takes it back first, at the same place.',
    ja: '計量 {number} の取消しが申請されています。先に、もう一人が同じ画面で取消しを行ってください。',
  },
  'request-unknown': {
    en: 'No second person is waited for here any more.',
    ja: 'ここで二人目を待っている依頼はもうありません。',
  },
  'request-of-another': {
    en: '{operator} has asked for this, and nobody else may take the request back.',
    ja: 'この依頼は {operator} が出しました。取り下げられるのは本人だけです。',
  },
  'nobody-may-second': {
    en: 'Nobody else at this base may be the second person: nobody has the role, or everybody had a hand in it. Tell headquarters, which decides.',
    ja: '二人目になれる人が基地にいません（権限のある人がいないか、全員が関わっています）。本部に連絡し、その決定を待ってください。',
  },
  'stocktake-not-open': {
    en: 'Stocktake {stocktake} is {state}.',
    ja: '棚卸 {stocktake} は {state} です。',
  },
  'package-drove-out': {
    en: 'Package {package} drove out through gate {gate}: nothing of it is taken back. If it is still here, report it; headquarters decides.',
    ja: '荷 {package} はゲート {gate} を出たため、取り消せません。まだここにある場合は届け出てください。本部が決めます。',
  },
  'scope-too-large': {
    en: 'A stocktake counts at most {most} packages. Count by area or by lot.',
    ja: '一度の棚卸は {most} 個までです。区域またはロットごとに数えてください。',
  },
  'scope-being-counted': {
    en: 'Stocktake {stocktake} counts some of these packages already. Close it first.',
    ja: '棚卸 {stocktake} がこの荷の一部を数えています。先にそれを閉じてください。',
  },
  'lot-not-here': {
    en: 'There is no lot {lot} at this base, so it cannot be counted.',
    ja: 'ロット {lot} はこの基地にないため、数えられません。',
  },
  'counted-before': {
    en: '{operator} counted in the round before. Somebody else recounts.',
    ja: '{operator} は前の回に数えました。別の人が数え直してください。',
  },
  'package-not-counted': {
    en: '{code} is not among what this stocktake counts, so nothing can be said of it but that it was seen.',
    ja: '{code} はこの棚卸の対象ではありません。見えたことだけを届けられます。',
  },
  'package-seen': {
    en: '{code} was seen in this round. Whoever saw it can take that back.',
    ja: '{code} はこの回に確認済みです。確認した人が取り消せます。',
  },
  'nothing-said': {
    en: 'You have said nothing of {code} in this round.',
    ja: 'この回に {code} について届け出ていません。',
  },
  'not-recounted': {
    en: 'The recount does not ask for {code}. Count only what the list names.',
    ja: '{code} は数え直しの対象ではありません。リストの荷だけを数えてください。',
  },
  'code-ambiguous': {
    en: 'Several packages bear {code}: {bearers}. Scan the tag or type the number of the one that you mean.',
    ja: '{code} の荷が複数あります: {bearers}。タグをスキャンするか、該当する荷の番号を入力してください。',
  },
  'code-names-pallet': {
    en: '{code} is the label of a pallet, on which stand {packages}. Scan the package itself.',
    ja: '{code} はパレットのラベルです（載っている荷: {packages}）。荷そのものをスキャンしてください。',
  },
  'too-many-extras': {
    en: 'More than {most} codes that nobody expected here. Count a smaller area.',
    ja: '予定にない番号が {most} を超えました。もっと狭い区域を数えてください。',
  },
  'count-incomplete': {
    en: 'Of {count} packages nobody has said yet whether they are there. Look for them and say what you found.',
    ja: '{count} 個の荷について、有無が届けられていません。探して結果を入力してください。',
  },
  'sample-incomplete': {
    en: '{count} packages are still to be weighed again.',
    ja: 'あと {count} 個の再計量が残っています。',
  },
  'sample-not-drawn': {
    en: 'Package {package} is not to be weighed again in this round.',
    ja: '荷 {package} はこの回の再計量の対象ではありません。',
  },
  'sample-weighed': {
    en: 'Package {package} is weighed in this round already.',
    ja: '荷 {package} はこの回に計量済みです。',
  },
  'sample-used': {
    en: 'Weighing {weighing} stands: its round of the stocktake is closed.',
    ja: '計量 {weighing} は確定しています。棚卸のその回は閉じました。',
  },
  'package-frozen': {
    en: 'Package {package} is being counted and stays where it is until the stocktake is closed.',
    ja: '荷 {package} は棚卸中です。終わるまで動かさないでください。',
  },
  'package-gone': {
    en: 'Package {package} is {state}: it is not at this base.',
    ja: '荷 {package} は {state} で、この基地にありません。',
  },
  'seal-empty': {
    en: 'Type the number of the seal.',
    ja: '封印の番号を入力してください。',
  },
  'seals-needed': {
    en: 'Package {package} bears a seal. Say its number and that of the new seal.',
    ja: '荷 {package} には封印があります。元の封印と新しい封印の番号を入力してください。',
  },
  'consent-to-oneself': {
    en: 'Nobody consents to what he takes himself. The other person does it.',
    ja: '自分の取り出しに自分で同意することはできません。もう一人が同意してください。',
  },
  'taker-may-not-work': {
    en: '{operator} may not take anything out. Name a person of this base who handles goods.',
    ja: '{operator} は取り出しができません。この基地で荷を扱う権限のある人を指定してください。',
  },
  'seal-not-new': {
    en: 'The new seal must bear another number than the old one, one that this package never bore and no other package bears.',
    ja: '新しい封印は、古い番号とも、この荷の以前の番号とも、他の荷の番号とも違う番号でなければなりません。',
  },
  'job-not-release': {
    en: 'Job {job} works no release.',
    ja: '作業 {job} は放出の作業ではありません。',
  },
  'not-in-release': {
    en: 'No package that order {order} releases bears {code}. Leave it in its place and scan again.',
    ja: '指示 {order} の放出に {code} の荷はありません。元の場所に置き、もう一度スキャンしてください。',
  },
  'package-already-picked': {
    en: 'Package {package} is already taken from its place.',
    ja: '荷 {package} はすでに取り出されています。',
  },
  'package-not-set-aside': {
    en: 'Package {package} is {state}, not set aside for a release. Leave it in its place.',
    ja: '荷 {package} は {state} で、放出の対象ではありません。元の場所に置いてください。',
  },
  'package-undecided': {
    en: 'Package {package} is {state}: it goes nowhere until that is settled.',
    ja: '荷 {package} は {state} です。解決するまで動かせません。',
  },
  'package-held': {
    en: 'Package {package} is held and does not leave. Put it into the hold area.',
    ja: '荷 {package} は保留中で出せません。保留置場へ移してください。',
  },
  'package-doubtful': {
    en: 'The weighing of package {package} is doubtful. Weigh it again first.',
    ja: '荷 {package} の計量は疑わしいものです。先に再計量してください。',
  },
  'second-person-needed': {
    en: '{operator} has asked for this. Another person must confirm it.',
    ja: '{operator} が依頼しました。別の人が確認してください。',
  },
  'deposit-opened': {
    en: 'The deposited order {sealed} is opened already. Take it up from the order list.',
    ja: '預託された指示 {sealed} はすでに開かれています。指示一覧から始めてください。',
  },
  'code-wrong': {
    en: 'The code does not open {sealed}. Have headquarters repeat it, digit by digit.',
    ja: 'この番号では {sealed} を開けません。本部に一桁ずつ言い直してもらってください。',
  },
  'code-wait': {
    en: 'Too many wrong codes. Wait {seconds} seconds.',
    ja: '番号の誤りが続きました。{seconds} 秒待ってください。',
  },
  'release-impossible': {
    en: 'The release cannot be carried out: {reason}. Call headquarters.',
    ja: '放出を実行できません: {reason}。本部に連絡してください。',
  },
} as const;
