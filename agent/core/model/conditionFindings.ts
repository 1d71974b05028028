// Findings on tares, scales and the state of goods, and on what leaves.
import type { FindingDeclaration } from './findingDeclaration.ts';

/** Findings by code: who may report it, and its name, meaning and remedy in both languages. */
export const CONDITION_FINDINGS = {
  TARE_CHANGED: {
    reportable: false,
    name: {
      en: 'Tare not trusted',
      ja: '風袋不確か',
    },
    means: {
      en: 'The package was opened and closed again: its tare is no longer trusted.',
      ja: '開けて閉じ直された荷です。風袋の値は信頼できません。',
    },
    action: {
      en: 'Weigh the empty container when it is next emptied. Headquarters decides.',
      ja: '次に空になったとき、空の容器を計量してください。本部が決めます。',
    },
  },
  SCALE_UNVERIFIED: {
    reportable: false,
    name: {
      en: 'Scale not verified',
      ja: '検定外のはかり',
    },
    means: {
      en: 'The scale has no valid verification mark: its weights cannot verify a lot.',
      ja: 'はかりに有効な検定印がなく、この重量ではロットを照合できません。',
    },
    action: {
      en: 'Weigh the package again on a verified scale.',
      ja: '検定済みのはかりで計量し直してください。',
    },
  },
  SCALE_TOO_COARSE: {
    reportable: false,
    name: {
      en: 'Scale too coarse',
      ja: 'はかりが粗すぎる',
    },
    means: {
      en: 'The scale may be off by itself by more than the notice allows: it cannot prove this weight.',
      ja: 'はかり自体の誤差が通知の許す幅より大きく、この重量を証明できません。',
    },
    action: {
      en: 'Somebody else weighs it again on a finer scale. After a vehicle, headquarters decides.',
      ja: '別の人が、より細かいはかりで計量し直してください。車両の計量なら本部が決めます。',
    },
  },
  NOTICE_TOO_COARSE: {
    reportable: false,
    name: {
      en: 'Papers too coarse',
      ja: '書類の重量が粗すぎる',
    },
    means: {
      en: 'The consignor weighed so coarsely that the papers prove no weight. What our scale measured counts.',
      ja: '荷送人の計量が粗く、書類では重量を証明できません。当基地の計量値を採用します。',
    },
    action: {
      en: 'Leave the packages where they are. Headquarters accepts the lot by decision.',
      ja: '荷はそのままにしてください。本部が決定で受け入れます。',
    },
  },
  SCALE_FAULT: {
    reportable: false,
    name: {
      en: 'Scale failed its check',
      ja: 'はかり点検不合格',
    },
    means: {
      en: 'The scale failed a check weighing after it had weighed this package.',
      ja: 'この荷を計量した後、はかりが点検に不合格になりました。',
    },
    action: {
      en: 'Weigh the package again on another scale.',
      ja: '別のはかりで計量し直してください。',
    },
  },
  MANUAL_ENTRY: {
    reportable: false,
    name: {
      en: 'Weight typed in',
      ja: '手入力の重量',
    },
    means: {
      en: 'This weight was typed in by a person, not taken from a scale.',
      ja: 'はかりから取った値ではなく、人が入力した重量です。',
    },
    action: {
      en: 'Weigh the package as soon as a scale is there: a typed weight verifies nothing.',
      ja: 'はかりが使えるようになったら計量してください。入力した重量では照合できません。',
    },
  },
  MOISTURE: {
    reportable: true,
    name: {
      en: 'Wet',
      ja: '湿り',
    },
    means: {
      en: 'Somebody saw wet goods or a wet package.',
      ja: 'ぬれた物、またはぬれた荷が見つかりました。',
    },
    action: {
      en: 'Bring it under a roof and photograph it. Headquarters asks for a new moisture test.',
      ja: '屋根の下へ移し、写真を撮ってください。本部が水分の再試験を手配します。',
    },
  },
  SPILLAGE: {
    reportable: true,
    name: {
      en: 'Material lost',
      ja: 'こぼれ',
    },
    means: {
      en: 'Material came out of the package.',
      ja: '荷の中身がこぼれました。',
    },
    action: {
      en: 'Sweep it up, weigh it and seal it in a bag. Headquarters books it.',
      ja: '掃き集めて計量し、袋に封をしてください。本部が帳簿に記入します。',
    },
  },
  DAMAGED_PACKAGE: {
    reportable: true,
    name: {
      en: 'Damaged',
      ja: '破損',
    },
    means: {
      en: 'The package is damaged.',
      ja: '荷が破損しています。',
    },
    action: {
      en: 'Photograph it, stop the leak and put it into the hold area.',
      ja: '写真を撮り、漏れを止め、保留置場に置いてください。',
    },
  },
  SEAL_BROKEN: {
    reportable: true,
    name: {
      en: 'Seal broken',
      ja: '封印破れ',
    },
    means: {
      en: 'The seal is broken, missing or bears another number.',
      ja: '封印が破れているか、ないか、番号が違います。',
    },
    action: {
      en: 'Do not open the package. Photograph the seal and put the package into the hold area.',
      ja: '荷を開けないでください。封印の写真を撮り、荷を保留置場に置いてください。',
    },
  },
  REPACKED: {
    reportable: false,
    name: {
      en: 'Repacked',
      ja: '詰替え',
    },
    means: {
      en: 'The goods were put into another container.',
      ja: '中身が別の容器に移されました。',
    },
    action: {
      en: 'Record both seal numbers, and weigh the new container empty and full.',
      ja: '前後の封印番号を記録し、新しい容器を空と満杯で計量してください。',
    },
  },
  DECLARED_ERROR: {
    reportable: true,
    name: {
      en: 'Papers contradict',
      ja: '書類の矛盾',
    },
    means: {
      en: 'The papers contradict themselves or the marks on the goods.',
      ja: '書類どうし、または書類と荷の表示が食い違っています。',
    },
    action: {
      en: 'Photograph papers and marks and keep both. Headquarters asks the consignor.',
      ja: '書類と表示の写真を撮り、両方を保管してください。本部が送り主に問い合わせます。',
    },
  },
  THEFT_SUSPECTED: {
    reportable: true,
    name: {
      en: 'Theft suspected',
      ja: '盗難の疑い',
    },
    means: {
      en: 'Something looks as if goods were taken.',
      ja: '荷が抜き取られたように見えます。',
    },
    action: {
      en: 'Touch nothing and call the supervisor. Headquarters is told at once.',
      ja: '何も触らず、監督者を呼んでください。本部には直ちに伝わります。',
    },
  },
  PHOTO_MISSING: {
    reportable: false,
    name: {
      en: 'Photograph missing',
      ja: '写真なし',
    },
    means: {
      en: 'Something was taken out of a package without the number of the seal that the book knows and that of a new one, and no photograph shows it.',
      ja: '台帳にある元の封印番号と新しい封印番号がそろわないまま中身が取り出され、写真もありません。',
    },
    action: {
      en: 'Photograph the closed package together with what was taken out, in this case. With the photograph the package is free again.',
      ja: '閉じた荷と取り出した物を一緒に、この件で撮影してください。写真が付けば荷の保留は解けます。',
    },
  },
  NOT_ORDERED: {
    reportable: false,
    name: {
      en: 'Left without an order',
      ja: '指示なく搬出',
    },
    means: {
      en: 'A package went out through a gate without an order.',
      ja: '荷が指示なくゲートを出ました。',
    },
    action: {
      en: 'Stop the vehicle and bring the package back to its place.',
      ja: '車両を止め、荷を元の場所に戻してください。',
    },
  },
  OVER_RELEASE: {
    reportable: false,
    name: {
      en: 'Too much left',
      ja: '放出過多',
    },
    means: {
      en: 'More left the base than was ordered.',
      ja: '指示より多く搬出されました。',
    },
    action: {
      en: 'Stop the vehicle and call headquarters.',
      ja: '車両を止め、本部に電話してください。',
    },
  },
  LEFT_UNRELEASED: {
    reportable: false,
    name: {
      en: 'Gone, not released',
      ja: '搬出済み・未放出',
    },
    means: {
      en: 'The package drove out through the gate for its release, and the release ended without it.',
      ja: '放出のためゲートを出た荷ですが、その荷を含めずに放出が終わりました。',
    },
    action: {
      en: 'Stop the vehicle and call headquarters. If the package is still here, headquarters decides that it stays.',
      ja: '車両を止め、本部に連絡してください。荷がまだここにある場合も、本部が決めます。',
    },
  },
  UNDER_RELEASE: {
    reportable: false,
    name: {
      en: 'Too little left',
      ja: '放出不足',
    },
    means: {
      en: 'Less left the base than was ordered.',
      ja: '指示より少なく搬出されました。',
    },
    action: {
      en: 'Look for the rest. If it stays, headquarters decides.',
      ja: '残りを探してください。残るのであれば本部が決めます。',
    },
  },
} as const satisfies Record<string, FindingDeclaration>;
