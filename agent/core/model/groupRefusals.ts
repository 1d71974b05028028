// Why work on groups, vehicles and typed weights is declined. A row a code: what a person can do about it, in both
// languages, with its {parameters}.

/** Each code with its text in both languages; `{name}` stands for a parameter of the refusal. */
export const GROUP_REFUSALS = {
  'no-weighbridge': {
    en: 'Station {station} is no weighbridge. Weigh the vehicle at one; a technician declares it in the site file.',
    ja: '場所 {station} は車両用のはかりではありません。車両はトラックスケールで計量してください(設定は技術担当者)。',
  },
  'load-on-scale': {
    en: 'A load lies on the scale of station {station}. Take it off first.',
    ja: '場所 {station} のはかりに荷があります。先に降ろしてください。',
  },
  'load-announced': {
    en: 'The next load at station {station} is announced already. Weigh it, or take the announcement back.',
    ja: '場所 {station} の次の荷はすでに入力済みです。計量するか、取り消してください。',
  },
  'package-awaited': {
    en: 'Package {package} is to be weighed with others, on a pallet or with its vehicle. Split the group, or let the vehicle pass.',
    ja: '荷 {package} はパレットまたは車両でまとめて計量します。まとまりを分けるか、車両を通してください。',
  },
  'scanned-twice': {
    en: 'Package {package} was scanned twice. Scan each package once.',
    ja: '荷 {package} は二度スキャンされました。一度ずつスキャンしてください。',
  },
  'group-size': {
    en: 'A group has {fewest} to {most} packages.',
    ja: 'まとまりは {fewest} ~ {most} 個です。',
  },
  'pallet-tare-unclear': {
    en: 'Say the pallet’s tare and whether it was weighed or declared; without a pallet there is no tare.',
    ja: 'パレットの風袋と、計量か申告かを入力してください。パレットがなければ風袋もありません。',
  },
  'group-is-split': {
    en: 'Group {group} is split. Weigh its packages one by one.',
    ja: 'まとまり {group} は分けられています。1 個ずつ計量してください。',
  },
  'group-is-weighed': {
    en: 'Group {group} is weighed already. Split it, or go on with other packages.',
    ja: 'まとまり {group} は計量済みです。分けるか、ほかの荷に進んでください。',
  },
  'group-broken': {
    en: 'Package {package} of the group is no longer expected. Split the group and weigh the others one by one.',
    ja: 'まとまりの荷 {package} はもう予定にありません。分けて 1 個ずつ計量してください。',
  },
  'group-has-stranger': {
    en: 'The tag of package {package} came with the pallet, but it is not in the group. Take it off, or split the group.',
    ja: '荷 {package} のタグがパレットと一緒に来ましたが、まとまりにありません。降ろすか、まとまりを分けてください。',
  },
  'weight-impossible': {
    en: 'A weight is more than nothing and no more than 200 t.',
    ja: '重量は 0 より大きく 200 t 以下です。',
  },
  'balance-step-impossible': {
    en: 'The smallest step of the balance is more than nothing and no more than what was weighed.',
    ja: '天びんの最小表示（目量）は 0 より大きく、読み取った重量以下です。',
  },
  'scale-can-weigh': {
    en: 'The scale of {station} can weigh this. Put it on the scale.',
    ja: '{station} のはかりで計量できる重さです。はかりに載せてください。',
  },
  'reason-missing': {
    en: 'Say in a few words why the weight is typed.',
    ja: '手入力の理由を入力してください。',
  },
  'text-too-long': {
    en: 'The text is too long: at most {most} characters. Shorten it.',
    ja: '文字数が多すぎます。{most} 字以内にしてください。',
  },
  'plates-missing': {
    en: 'Type the vehicle’s plates.',
    ja: '車両番号を入力してください。',
  },
  'too-many-visits': {
    en: '{most} vehicles are between their passes at station {station}. Finish one first.',
    ja: '場所 {station} では {most} 台が計量の途中です。先に 1 台を終えてください。',
  },
  'visit-over': {
    en: 'The visit of vehicle {plates} is over. Let it arrive anew.',
    ja: '車両 {plates} の来場は終わっています。改めて受け付けてください。',
  },
  'visit-too-old': {
    en: 'The last pass of vehicle {plates} is too long ago for a pair. Let it arrive anew and weigh its packages one by one.',
    ja: '車両 {plates} の前回の通過から時間が経ちすぎました。改めて受け付け、荷を 1 個ずつ計量してください。',
  },
  'driver-aboard': {
    en: 'At its first pass the driver of vehicle {plates} sat in the cab. The driver gets in again for this pass.',
    ja: '車両 {plates} の最初の計量では運転手が乗っていました。今回も乗車して計量してください。',
  },
  'driver-not-aboard': {
    en: 'At its first pass nobody sat in the cab of vehicle {plates}. The driver gets out again for this pass.',
    ja: '車両 {plates} の最初の計量では運転手は降りていました。今回も降車して計量してください。',
  },
  'axles-off': {
    en: 'All axles of vehicle {plates} must stand on the bridge.',
    ja: '車両 {plates} の全車軸を計量台に載せてください。',
  },
  'other-bridge': {
    en: 'Vehicle {plates} was weighed on another bridge. Both passes are made on one.',
    ja: '車両 {plates} は別の計量台で計量されました。同じ計量台で行ってください。',
  },
  'pass-first': {
    en: 'Vehicle {plates} has not passed the bridge loaded yet.',
    ja: '車両 {plates} はまだ積んだ状態で通過していません。',
  },
  'pass-heavier': {
    en: 'Vehicle {plates} is no lighter than at its last pass, although goods came off. Check that all axles stand on the bridge and that the goods are off, and let it pass again.',
    ja: '荷を降ろしたのに車両 {plates} が前回より軽くありません。全車軸と荷を確かめ、もう一度通してください。',
  },
  'nothing-expected': {
    en: 'Nothing of lot {lot} is expected any more.',
    ja: 'ロット {lot} の予定の荷はもうありません。',
  },
  'package-of-other-order': {
    en: 'Package {package} comes by another order, {order}. Unload it by itself.',
    ja: '荷 {package} は別の指示 {order} で来ます。別に降ろしてください。',
  },
} as const;
