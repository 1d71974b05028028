// Why a change of the register is declined. A row a code: what a person can do about it, in both languages.

/** Each code with its text in both languages; `{name}` stands for a parameter of the refusal. */
export const REGISTER_REFUSALS = {
  'register-needs-technician': {
    en: 'A technician makes this change. Ask one.',
    ja: 'この変更は技術担当が行います。技術担当に依頼してください。',
  },
  'register-needs-supervisor': {
    en: 'A supervisor makes this change. Ask one.',
    ja: 'この変更は責任者が行います。責任者に依頼してください。',
  },
  'register-second-person': {
    en: 'Two people make this change, one of them a supervisor, and neither the person concerned. A second person gives badge and PIN.',
    ja: 'この変更は2人で行います。1人は責任者で、本人以外です。2人目がバッジとPINを入力してください。',
  },
  'register-own-record': {
    en: 'Nobody changes their own record. Ask somebody else.',
    ja: '自分の登録は変更できません。他の人に依頼してください。',
  },
  'register-at-the-page': {
    en: 'People of this base can make this change at the page. The command is for the time before the first job, and for when nobody is left who may.',
    ja: 'この変更は画面から行えます。コマンドは最初の作業の前か、変更できる人がいない場合だけ使えます。',
  },
  'last-supervisor': {
    en: '{operator} is the last supervisor who can sign in. Make another one first.',
    ja: '{operator} は署名できる最後の責任者です。先に別の責任者を登録してください。',
  },
  'register-malformed': {
    en: '{member} is not acceptable: {allowed}.',
    ja: '{member} が正しくありません: {allowed}。',
  },
  'badge-in-use': {
    en: 'The badge belongs to operator {operator} already. Use another badge.',
    ja: 'このバッジは {operator} のものです。別のバッジを使ってください。',
  },
  'name-in-use': {
    en: 'Operator {operator} has this name already. One person has one record; two people of one name get a sign that tells them apart.',
    ja: '同じ名前の {operator} が登録済みです。1人につき登録は1つです。同姓同名は区別できる名前にしてください。',
  },
  'operator-id-used': {
    en: 'The id {operator} belonged to somebody who left. Use another id.',
    ja: 'ID {operator} は以前の人のものです。別のIDを使ってください。',
  },
  'pin-malformed': {
    en: 'A PIN is 4 to 12 digits.',
    ja: 'PINは4～12桁の数字です。',
  },
  'pin-missing': {
    en: 'Operator {operator} is new and needs a PIN.',
    ja: '{operator} は新しい人なので、PINが必要です。',
  },
  'operator-unknown': {
    en: 'There is no operator {operator}.',
    ja: '{operator} は登録されていません。',
  },
  'register-full': {
    en: 'The register holds {most} of these already. Remove one first.',
    ja: '登録できる数は {most} までです。先に1つ削除してください。',
  },
  'hand-edit-unknown': {
    en: 'There is no hand edit with hash {hash}. Look at the present one first.',
    ja: 'ハッシュ {hash} の手編集はありません。現在のものを確認してください。',
  },
} as const;
