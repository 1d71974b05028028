// Bytes as text and as hex, one under the other.
import { useTranslator } from '../../shared/translator.ts';
import { formatBytes } from './byteFormat.ts';

export function RawBytes({ hex: given }: { hex: string }) {
  const { t } = useTranslator();
  const { hex, parts } = formatBytes(given);
  if (hex === '') return null;
  return (
    <dl class="bytes">
      <dt>{t('instruments.text')}</dt>
      <dd>
        <code>
          {parts.map(({ text, kind }, index) =>
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
