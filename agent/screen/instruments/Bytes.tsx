// Bytes as text and as hex, one under the other.
import { useWords } from '../shared/text.ts';
import { shownBytes } from './shownBytes.ts';

export function Bytes({ hex: given }: { hex: string }) {
  const { t } = useWords();
  const { hex, pieces } = shownBytes(given);
  if (hex === '') return null;
  return (
    <dl class="bytes">
      <dt>{t('instruments.text')}</dt>
      <dd>
        <code>
          {pieces.map(({ text, kind }, index) =>
            kind === 'plain' ? (
              text
            ) : (
              <span key={index} class="named-byte">
                {text}
              </span>
            ),
          )}
        </code>
      </dd>
      <dt>{t('instruments.hex')}</dt>
      <dd>
        <code>{hex}</code>
      </dd>
    </dl>
  );
}
