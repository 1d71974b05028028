// 基地の人の日本語の文。
import type { peopleTextsEn } from '../en/peopleTexts.ts';

export const peopleTextsJa: Record<keyof typeof peopleTextsEn, string> = {
  'nav.people': '担当者',
  'people.title': 'この基地の担当者',
  'people.why':
    '作業者と監査者の登録・変更・停止・削除は責任者が行います。責任者・技術担当の権限を与える、または外す変更と、他の人の新しいPINには、責任者を含む2人が必要です。自分の登録は、自分のPINを除いて変更できません。',
  'people.read-only': '変更は責任者が行います。',
  'people.add': '担当者を追加',
  'people.change': '変更',
  'people.pin': 'PINの再設定',
  'people.lock': 'サインイン停止',
  'people.unlock': 'サインイン停止を解除',
  'people.remove': '削除',
  'people.locked': 'サインイン停止中',
  'people.no-pin': 'PINがないため、サインインできません',
  'people.failures': '連続したPINの誤り: {count} 回',
  'people.id': 'ID（a–z 0–9 -。一度使ったIDは再利用しません）',
  'people.name': '氏名',
  'people.badge': 'バッジ',
  'people.roles': '役割',
  'people.new-pin': 'PIN（4～12桁の数字）',
  'people.second': '2人目（2人が必要な場合）',
  'people.second-why':
    '責任者1人でできる変更では空欄にします。自分のPINを変えるときは、自分のバッジと今のPINを入力します。',
  'people.second-badge': '2人目のバッジ',
  'people.second-pin': '2人目のPIN',
  'people.do': '記録する',
  'people.done': '記録しました。',
  'people.hand-edit': '登録ファイルが手で編集されたか、古い写しに戻されています',
  'people.hand-edit-why':
    '台帳の内容を使用しています。編集を採用するには、その中の各変更に必要な人がそろう必要があります。',
  'people.adopt': '編集を採用',
  'people.discard': '編集を破棄',
  'people.role.operator': '作業者',
  'people.role.supervisor': '責任者',
  'people.role.technician': '技術担当',
  'people.role.auditor': '監査者',
};
