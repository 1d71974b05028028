// Findings that follow from counting, identity and weight.
import type { FindingDeclaration } from './findingDeclaration.ts';

/** Findings by code: who may report it, and its name, meaning and remedy in both languages. */
export const EVIDENCE_FINDINGS = {
  MISSING_PACKAGE: {
    reportable: false,
    name: {
      en: 'Missing',
      ja: '不足',
    },
    means: {
      en: 'Somebody looked for this package and did not find it.',
      ja: '探しましたが、この荷は見つかりませんでした。',
    },
    action: {
      en: 'Keep the lot together. Somebody else looks again; then headquarters decides.',
      ja: 'ロットをまとめておいてください。別の人がもう一度探し、その後本部が決めます。',
    },
  },
  EXTRA_PACKAGE: {
    reportable: false,
    name: {
      en: 'Not announced',
      ja: '通知外の荷',
    },
    means: {
      en: 'This package was announced by no notice, or no count expected it here.',
      ja: 'どの通知にもない荷か、ここにあるはずのない荷です。',
    },
    action: {
      en: 'Keep it in the hold area with everything that can be read on it. Headquarters decides.',
      ja: '読み取れるものと一緒に保留置場に置いてください。本部が決めます。',
    },
  },
  WRONG_LOT: {
    reportable: false,
    name: {
      en: 'Of another lot',
      ja: '別ロット',
    },
    means: {
      en: 'This package belongs to another lot.',
      ja: '別のロットの荷です。',
    },
    action: {
      en: 'Put it aside. It is weighed when its own lot is worked on.',
      ja: 'わきに置いてください。そのロットの作業で計量します。',
    },
  },
  STOCK_AT_INTAKE: {
    reportable: false,
    name: {
      en: 'Stock on an intake’s scale',
      ja: '入庫計量に在庫の荷',
    },
    means: {
      en: 'The tag of a package that is in store already came with a load that was being taken in.',
      ja: '入庫計量中の荷と一緒に、すでに在庫にある荷のタグが読まれました。',
    },
    action: {
      en: 'Look which package lies there. Somebody else finds the one in store at its place; then headquarters decides.',
      ja: 'はかりの上の荷を確かめてください。別の人が在庫の荷を置場で確認し、その後本部が決めます。',
    },
  },
  TAGS_SWAPPED: {
    reportable: false,
    name: {
      en: 'Tags exchanged',
      ja: 'タグの取り違え',
    },
    means: {
      en: 'This package and another of the stock were to bear one tag: their tags may have been exchanged.',
      ja: 'この荷と別の在庫の荷に同じタグを付けようとしました。タグが入れ替わっている可能性があります。',
    },
    action: {
      en: 'Read mark and tag of both packages, and set each tag on its own. Headquarters decides.',
      ja: '両方の荷の表示とタグを確認し、それぞれ正しい荷に戻してください。本部が決めます。',
    },
  },
  UNANNOUNCED: {
    reportable: false,
    name: {
      en: 'Without a notice',
      ja: '通知なし',
    },
    means: {
      en: 'These goods came before any notice of them.',
      ja: '通知より先に届いた荷です。',
    },
    action: {
      en: 'Keep them weighed and apart. They match by themselves when their notice comes.',
      ja: '計量した後、分けて置いてください。通知が届けば自動で照合します。',
    },
  },
  NOTICE_CANCELLED: {
    reportable: false,
    name: {
      en: 'Notice cancelled',
      ja: '通知取消済み',
    },
    means: {
      en: 'Headquarters cancelled the notice after this package had been weighed.',
      ja: '計量した後に、本部が通知を取り消しました。',
    },
    action: {
      en: 'Put it into the hold area. Headquarters decides whether it goes back.',
      ja: '保留置場に置いてください。返却するかどうかは本部が決めます。',
    },
  },
  DUPLICATE_TAG: {
    reportable: false,
    name: {
      en: 'One tag number twice',
      ja: 'タグ番号の重複',
    },
    means: {
      en: 'Two chips answer with the same number: one of them is a copy.',
      ja: '二つのタグが同じ番号で応答します。一方は複製です。',
    },
    action: {
      en: 'Keep both tags where they are. Identify the load by the mark written on it.',
      ja: 'タグは両方ともそのままにし、荷の表示で確認してください。',
    },
  },
  MISREAD_TAG: {
    reportable: true,
    name: {
      en: 'Tag says something else',
      ja: 'タグ相違',
    },
    means: {
      en: 'The tag says something else than the package it is fixed to.',
      ja: 'タグの内容が、付いている荷と違います。',
    },
    action: {
      en: 'Read the mark aloud to a second person, then fix a new tag and scan it.',
      ja: '表示を声に出して読み、もう一人に確かめてもらい、新しいタグを付けてスキャンしてください。',
    },
  },
  COUNT_ERROR: {
    reportable: false,
    name: {
      en: 'Counts differ',
      ja: '数え違い',
    },
    means: {
      en: 'The count and the recount say different things.',
      ja: '計数と再計数の結果が違います。',
    },
    action: {
      en: 'Two persons count once more together. Headquarters decides.',
      ja: '二人で一緒にもう一度数えてください。本部が決めます。',
    },
  },
  JOINT_LOW: {
    reportable: false,
    name: {
      en: 'Lighter than together',
      ja: '合計の不足',
    },
    means: {
      en: 'Packages that were weighed together weigh less one by one, by more than the scales can explain.',
      ja: '一緒に計量した荷を一つずつ量ると、はかりの許容差を超えて合計が軽くなっています。',
    },
    action: {
      en: 'Put it into the hold area. None of those weighed together leaves until headquarters has decided.',
      ja: '保留置場に置いてください。本部が決めるまで、一緒に計量した荷は出庫できません。',
    },
  },
  JOINT_HIGH: {
    reportable: false,
    name: {
      en: 'Heavier than together',
      ja: '合計の超過',
    },
    means: {
      en: 'Packages that were weighed together weigh more one by one, by more than the scales can explain.',
      ja: '一緒に計量した荷を一つずつ量ると、はかりの許容差を超えて合計が重くなっています。',
    },
    action: {
      en: 'Put it into the hold area. None of those weighed together leaves until headquarters has decided.',
      ja: '保留置場に置いてください。本部が決めるまで、一緒に計量した荷は出庫できません。',
    },
  },
  WEIGHT_LOW: {
    reportable: false,
    name: {
      en: 'Too light',
      ja: '重量不足',
    },
    means: {
      en: 'The package is lighter than expected, by more than both scales can explain.',
      ja: '両方のはかりの許容差を超えて、予想より軽い荷です。',
    },
    action: {
      en: 'Put it into the hold area. Somebody else weighs it again.',
      ja: '保留置場に置いてください。別の人が計量し直します。',
    },
  },
  WEIGHT_HIGH: {
    reportable: false,
    name: {
      en: 'Too heavy',
      ja: '重量超過',
    },
    means: {
      en: 'The package is heavier than expected, by more than both scales can explain.',
      ja: '両方のはかりの許容差を超えて、予想より重い荷です。',
    },
    action: {
      en: 'Put it into the hold area. Somebody else weighs it again.',
      ja: '保留置場に置いてください。別の人が計量し直します。',
    },
  },
  LOT_TOTAL: {
    reportable: false,
    name: {
      en: 'Lot total differs',
      ja: 'ロット合計の相違',
    },
    means: {
      en: 'The total on the certificate does not fit the packages, beyond what single packages explain.',
      ja: '証明書の合計が荷と合いません。個々の荷では説明できない差です。',
    },
    action: {
      en: 'Keep the lot together and have the papers at hand. Headquarters decides.',
      ja: 'ロットをまとめ、書類を手元に用意してください。本部が決めます。',
    },
  },
  CONTRACT_QUANTITY: {
    reportable: false,
    name: {
      en: 'Outside the contract',
      ja: '契約数量外',
    },
    means: {
      en: 'Every package is as announced, but the whole delivery is outside what the contract allows.',
      ja: '個々の荷は通知どおりですが、全体が契約の範囲外です。',
    },
    action: {
      en: 'Leave the packages where they are. Headquarters settles it with the seller.',
      ja: '荷はそのままにしてください。本部が売り主と調整します。',
    },
  },
  EMPTY_WEIGHT_UNUSUAL: {
    reportable: false,
    name: {
      en: 'Vehicle unlike before',
      ja: '空車重量の異常',
    },
    means: {
      en: 'Empty, this vehicle weighs more or less than at all its empty passes of the last twelve months.',
      ja: 'この車両の空車重量が、過去12か月のどの空車計量とも合いません。',
    },
    action: {
      en: 'Look at the vehicle: fuel, water, timber, another trailer, somebody aboard. Headquarters decides.',
      ja: '燃料・水・角材・別のトレーラー・乗員など、車両を確認してください。本部が決めます。',
    },
  },
  WEIGHT_UNPROVEN: {
    reportable: false,
    name: {
      en: 'Weight not proven',
      ja: '重量未証明',
    },
    means: {
      en: 'The weighing covers so many packages that a missing one would not show.',
      ja: '一度に計量した荷が多く、1 個足りなくても分かりません。',
    },
    action: {
      en: 'Let the vehicle pass between the lots, or scan or weigh every package.',
      ja: 'ロットごとに車両を計量するか、すべての荷をスキャンまたは計量してください。',
    },
  },
} as const satisfies Record<string, FindingDeclaration>;
