// Why work on cases, on packages in a case and on what is taken out is declined. A row a code: what a person can do
// about it, in both languages, with its {parameters}.

/** Each code with its text in both languages; `{name}` stands for a parameter of the refusal. */
export const CASE_REFUSALS = {
  'date-not-in-doubt': {
    en: 'Nothing is wrong with date and time: there is nothing to confirm.',
    ja: '日付と時刻に疑いはありません。確認は不要です。',
  },
  'date-compared-otherwise': {
    en: 'The clock of the base has moved since it was compared, or shows another time. Compare date and time once more.',
    ja: '比べたあとで基地の時計が変わったか、別の時刻を示しています。日付と時刻をもう一度比べてください。',
  },
  'date-before-release': {
    en: 'The clock shows a date before this software was released. An administrator must set the clock first.',
    ja: '時計の日付がこのソフトウェアの公開日より前です。先に管理者が時計を合わせてください。',
  },
  'deposit-unknown': {
    en: 'There is no deposited order {sealed}.',
    ja: '預託された指示 {sealed} はありません。',
  },
  'stocktake-unknown': {
    en: 'There is no stocktake {stocktake}.',
    ja: '棚卸 {stocktake} はありません。',
  },
  'finding-unknown': {
    en: 'There is no finding {finding}.',
    ja: '不一致 {finding} はありません。',
  },
  'weighing-rested-on': {
    en: 'Weighing {weighing} cannot be taken back any more: a recount, a later weighing, a decision or a verdict rests on it.',
    ja: '計量 {weighing} はもう取り消せません。再計量・その後の計量・決定・判定の根拠になっています。',
  },
  'scale-loaded': {
    en: 'Something lies on the scale of station {station}. Clear it, then say what the next load is.',
    ja: '場所 {station} のはかりに荷があります。降ろしてから次の荷を入力してください。',
  },
  'finding-not-open': {
    en: 'Finding {finding} is {state}. Nothing is left to weigh or look for.',
    ja: '不一致 {finding} は {state} です。計量や確認は残っていません。',
  },
  'finding-not-weighable': {
    en: 'Finding {finding} is not settled by weighing. Headquarters decides it.',
    ja: '不一致 {finding} は計量では解決しません。本部が決定します。',
  },
  'scale-cannot-settle': {
    en: 'The scale of station {station} is too coarse, too small or not verified for this. Weigh it at: {stations}.',
    ja: '場所 {station} のはかりは、粗すぎるか、ひょう量が合わないか、検定外です。計量できる場所: {stations}。',
  },
  'no-scale-settles': {
    en: 'No scale in service at this base can settle this. Headquarters decides.',
    ja: 'この基地で使用中のはかりでは決着できません。本部が決定します。',
  },
  'finding-not-missing': {
    en: 'Finding {finding} is not about a missing package.',
    ja: '不一致 {finding} は不足についてのものではありません。',
  },
  'finding-not-recounted': {
    en: 'Finding {finding} is {state}: only a recount that agrees can be approved.',
    ja: '不一致 {finding} は {state} です。一致した再確認だけを承認できます。',
  },
  'finding-exists': {
    en: 'Package {package} has an open finding {code} already.',
    ja: '荷 {package} にはすでに {code} の不一致があります。',
  },
  'case-over': {
    en: 'Finding {finding} is {state}: nothing is added to this case any more.',
    ja: '不一致 {finding} は {state} です。この件にはもう追加できません。',
  },
  'photo-attached': {
    en: 'This photograph belongs to finding {finding} already.',
    ja: 'この写真はすでに不一致 {finding} に付いています。',
  },
  'photo-of-another': {
    en: 'This photograph shows finding {finding} already. Take one of this case.',
    ja: 'この写真はすでに不一致 {finding} の証拠です。この件の写真を撮ってください。',
  },
  'photo-unknown': {
    en: 'This photograph is not kept here, or no longer. Take it again.',
    ja: 'この写真は保存されていません。もう一度撮影してください。',
  },
  'photos-enough': {
    en: 'A case has at most {most} photographs.',
    ja: '1件に付けられる写真は {most} 枚までです。',
  },
  'recount-over': {
    en: 'Two weighings disagree with the papers. Headquarters decides; keep the package in quarantine.',
    ja: '2 回の計量がどちらも書類と合いません。本部が決定します。荷は隔離したままにしてください。',
  },
  'case-touched': {
    en: '{operator} had a hand in what this case is about. Somebody else has to do this.',
    ja: '{operator} はこの件に関わっています。別の人が行ってください。',
  },
  'package-not-at-base': {
    en: 'Package {package} is {state}: it is not at this base.',
    ja: '荷 {package} は {state} で、この基地にありません。',
  },
  'package-not-doubtful': {
    en: 'There is no doubt about the weight of package {package}.',
    ja: '荷 {package} の重量に疑いはありません。',
  },
  'package-set-aside': {
    en: 'Package {package} is {state} for a release. Nothing is taken out of it.',
    ja: '荷 {package} は放出のため {state} です。中から取り出せません。',
  },
  'package-in-case': {
    en: 'A weight finding on package {package} is open. Settle it first.',
    ja: '荷 {package} の重量の不一致が未決です。先に解決してください。',
  },
  'package-already-quarantined': {
    en: 'Package {package} is quarantined already.',
    ja: '荷 {package} はすでに隔離されています。',
  },
  'package-not-quarantined': {
    en: 'Package {package} is not quarantined.',
    ja: '荷 {package} は隔離されていません。',
  },
  'package-disputed': {
    en: 'Package {package} has open findings. Headquarters decides them first.',
    ja: '荷 {package} に未決の不一致があります。先に本部が決定します。',
  },
  'removed-load-tagged': {
    en: 'The load carries the tag of package {other}. Place only what was taken out of package {package}.',
    ja: '{other} のタグがあります。荷 {package} から取り出した物だけを載せてください。',
  },
  'supervisor-needed': {
    en: 'This needs a supervisor, or a deputy whose time has not run out.',
    ja: '監督者、または任期中の代理が必要です。',
  },
  'deputy-is-oneself': {
    en: 'Nobody stands in for himself. Name somebody else.',
    ja: '自分を代理にはできません。別の人を指名してください。',
  },
} as const;
