// 断りの日本語文. The agent sends its refusals in English; here they are in Japanese, by code: those of the core from its
// table, those of the server below.
import { REFUSALS } from '../../core/model/refusals.ts';

/** The agent's reasons to decline, by code. */
export const refusalTextsJa: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(REFUSALS).map(([code, { ja }]) => [code, ja])),
  'not-signed-in': '先にバッジと暗証番号でサインインしてください。',
  'sign-in-refused': 'バッジまたは暗証番号が違います。',
  'sign-in-wait': '誤りが続きました。{retryAfterSeconds} 秒待ってください。',
  'role-missing': '{roles} の権限が必要です。',
  'too-many-sessions': 'サインイン中の人が多すぎます。どこかでサインアウトしてください。',
  busy: '混み合っています。少し待って試してください。',
  internal: 'エージェントの内部エラーです。記録番号 {request}。',
};
