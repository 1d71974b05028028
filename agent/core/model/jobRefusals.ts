// Why work on orders, jobs and loads is declined. A row a code: what a person can do about it, in both languages,
// with its {parameters}.

/** Each code with its text in both languages; `{name}` stands for a parameter of the refusal. */
export const JOB_REFUSALS = {
  'order-unknown': {
    en: 'There is no order {order} at this base. Check the order list.',
    ja: '指示 {order} はこの基地にありません。指示一覧を確認してください。',
  },
  'order-not-open': {
    en: 'Order {order} is already {state}. Choose another order.',
    ja: '指示 {order} はすでに {state} です。別の指示を選んでください。',
  },
  'order-expired': {
    en: 'The time of order {order} is over. Headquarters gives a new one.',
    ja: '指示 {order} の有効期限が過ぎています。本部の新しい指示を待ってください。',
  },
  'order-for-other-base': {
    en: 'The order is addressed to base {base}.',
    ja: 'この指示は基地 {base} 宛てです。',
  },
  'order-out-of-turn': {
    en: 'Order {counter} came where order {expected} is due. Headquarters sends the missing ones again.',
    ja: '指示 {expected} の番に {counter} が届きました。本部が不足分を再送します。',
  },
  'order-malformed': {
    en: 'The order cannot be carried out: {reason}. Headquarters is told.',
    ja: 'この指示は実行できません: {reason}。本部に伝えます。',
  },
  'command-said-differently': {
    en: 'This command was sent before by somebody else or with other content. Nothing was recorded now. Give the command again.',
    ja: 'この操作は、別の人または別の内容で送信済みです。今回は何も記録していません。操作をもう一度行ってください。',
  },
  defect: {
    en: 'The program itself failed on this, and nothing was recorded. Set the goods aside and call the administrator.',
    ja: 'プログラムの不具合により処理できず、何も記録していません。荷を別に置き、管理者に連絡してください。',
  },
  'job-is-yours': {
    en: 'You work this job already. Go on with it.',
    ja: 'この作業はすでにあなたの担当です。そのまま続けてください。',
  },
  'station-unknown': {
    en: 'There is no station {station}.',
    ja: '場所 {station} はありません。',
  },
  'station-busy': {
    en: 'Station {station} already works on lot {lot}. Close that job first.',
    ja: '場所 {station} はロット {lot} を作業中です。先にその作業を閉じてください。',
  },
  'job-unknown': {
    en: 'There is no job {job}.',
    ja: '作業 {job} はありません。',
  },
  'job-closed': {
    en: 'Job {job} is closed.',
    ja: '作業 {job} は閉じています。',
  },
  'no-job': {
    en: 'No job is open at station {station}. Choose an order first.',
    ja: '場所 {station} に作業がありません。先に指示を選んでください。',
  },
  'scale-not-ready': {
    en: 'The scale of station {station} does not show a stable zero. Clear the platform first.',
    ja: '場所 {station} のはかりが安定したゼロを示していません。先に載せ台を空にしてください。',
  },
  'no-check-weight': {
    en: 'Station {station} has no check weight in the site file.',
    ja: '場所 {station} の点検用分銅が設定にありません。',
  },
  'nothing-on-scale': {
    en: 'No recorded load lies on the scale of station {station}. Place the package and wait for its number.',
    ja: '場所 {station} のはかりに記録済みの荷がありません。荷を載せ、番号が出るのを待ってください。',
  },
  'load-changed': {
    en: 'The load on the scale of station {station} is not the one that was scanned. Nothing was recorded. Scan what lies there now.',
    ja: '{station} のはかりの荷は、スキャンした荷と違います。何も記録していません。今ある荷をスキャンしてください。',
  },
  'load-identified': {
    en: 'The load on the scale is already identified as {package}.',
    ja: 'はかりの荷はすでに {package} と確認されています。',
  },
  'not-in-lot': {
    en: 'No package of lot {lot} bears {code}. Scan again, or set it aside as not belonging to this lot.',
    ja: 'ロット {lot} に {code} の荷はありません。もう一度スキャンするか、ロット外として分けてください。',
  },
  'package-of-other-lot': {
    en: 'Package {package} belongs to lot {lot}. Set it aside as not belonging to this lot.',
    ja: '荷 {package} はロット {lot} のものです。ロット外として分けてください。',
  },
  'package-already-weighed': {
    en: 'Package {package} is already weighed. Check that the right mark was scanned.',
    ja: '荷 {package} は計量済みです。スキャンした表示を確認してください。',
  },
  'tag-names-other-package': {
    en: 'The mark says {package}, but the tag in the field belongs to {other}. Check mark and tag.',
    ja: '表示は {package} ですが、検知したタグは {other} のものです。表示とタグを確認してください。',
  },
  'package-unknown': {
    en: 'There is no package {package}.',
    ja: '荷 {package} はありません。',
  },
  'package-not-here': {
    en: 'Package {package} has not been weighed yet. Weigh it first.',
    ja: '荷 {package} は未計量です。先に計量してください。',
  },
  'package-not-expected': {
    en: 'Package {package} is {state}, so it cannot be declared missing.',
    ja: '荷 {package} は {state} のため、不足にできません。',
  },
  'epc-malformed': {
    en: 'An EPC is 4 to 124 hexadecimal digits in whole words of four. {code} is not.',
    ja: 'EPC は 16 進 4 桁単位で 4 ~ 124 桁です。{code} は違います。',
  },
  'epc-in-use': {
    en: 'Tag {epc} already belongs to package {package}. Use a new tag.',
    ja: 'タグ {epc} はすでに荷 {package} のものです。新しいタグを使ってください。',
  },
  'identity-empty': {
    en: 'Type or scan what can be read on the package.',
    ja: '荷に読み取れるものを入力またはスキャンしてください。',
  },
  'weighing-unknown': {
    en: 'There is no weighing {weighing}.',
    ja: '計量 {weighing} はありません。',
  },
  'weighing-reversed': {
    en: 'Weighing {weighing} is already reversed.',
    ja: '計量 {weighing} はすでに取り消されています。',
  },
  'packages-open': {
    en: '{count} announced packages are neither weighed nor declared missing.',
    ja: '通知された荷のうち {count} 個が、計量も不足の届けもされていません。',
  },
  'tag-missing': {
    en: 'Package {package} carries no tag yet. Attach a tag and scan it.',
    ja: '荷 {package} にはまだタグがありません。タグを付けてスキャンしてください。',
  },
  'load-unidentified': {
    en: 'The load on the scale is not identified yet. Scan its mark or set it aside.',
    ja: 'はかりの荷がまだ確認されていません。表示をスキャンするか、ロット外として分けてください。',
  },
  'scale-out-of-service': {
    en: 'This scale is out of service: twice something else than the check weight was put on. A technician puts it to use again.',
    ja: 'このはかりは使用停止中です。校正分銅でない物が二度載せられました。技術者が再開してください。',
  },
  'scale-in-service': {
    en: 'The scale of station {station} is not out of service.',
    ja: '場所 {station} のはかりは使用停止中ではありません。',
  },
  'scale-not-doubtful': {
    en: 'No weighing of scale {scale} is doubtful because of a failed check.',
    ja: 'はかり {scale} には、点検不合格により疑わしい計量はありません。',
  },
  'check-not-passed': {
    en: 'Scale {scale} has not passed a check weighing since. Check it first.',
    ja: 'はかり {scale} はその後の点検に合格していません。先に点検してください。',
  },
  'weighing-unnamed': {
    en: 'Weighing no. {number} was never named. Say what it was, or have a supervisor take it back.',
    ja: '計量 {number} 番の荷が確認されていません。何の荷だったかを入力するか、監督者が計量を取り消してください。',
  },
  'load-still-here': {
    en: 'What was weighed may still lie on the scale of station {station}. Clear the platform, or scan the load there.',
    ja: '量った荷がまだ場所 {station} のはかりにあるかもしれません。台を空にするか、その荷をスキャンしてください。',
  },
  'load-not-announced': {
    en: 'Say first what the next load at station {station} is.',
    ja: '場所 {station} の次の荷が何かを先に入力してください。',
  },
  'job-not-intake': {
    en: 'Job {job} receives no announced lot.',
    ja: '作業 {job} は通知された荷の受入れではありません。',
  },
  'operator-unknown': {
    en: 'There is no person {operator} at this base.',
    ja: 'この基地に {operator} という人はいません。',
  },
  'area-unknown': {
    en: 'There is no area {area} in the site file.',
    ja: '区域 {area} は設定にありません。',
  },
  'group-unknown': {
    en: 'There is no group {group}.',
    ja: 'まとまり {group} はありません。',
  },
  'visit-unknown': {
    en: 'There is no visit {visit} of a vehicle.',
    ja: '車両の来場 {visit} はありません。',
  },
  'pass-paired': {
    en: 'Weighing {weighing} is one of a pair that is recorded. Let the vehicle pass again instead.',
    ja: '計量 {weighing} は記録済みの対の一つです。車両をもう一度通してください。',
  },
} as const;
