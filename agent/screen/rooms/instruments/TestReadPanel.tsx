// A test read: what the instrument sends within a short time, byte by byte and in words, or why nothing came.
import { useState } from 'preact/hooks';
import type { TestReadView } from '../../../core/views/lookupViews.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { requestTestRead } from '../../wire/agentClient.ts';
import { RawBytes } from './RawBytes.tsx';
import { parseFaultText } from './instrumentStatus.ts';
import { useMutation } from '../../shared/requestHooks.ts';

export function TestReadPanel({ instrument }: { instrument: string }) {
  const { t } = useTranslator();
  const calling = useMutation();
  const [read, setRead] = useState<TestReadView | null>(null);
  const ask = async (): Promise<void> => {
    setRead(null);
    const answer = await calling.run(() => requestTestRead(instrument));
    if (answer?.ok) setRead(answer.value);
  };
  return (
    <div class="test-read">
      <button type="button" disabled={calling.busy} onClick={() => void ask()}>
        {t(calling.busy ? 'test-read.busy' : 'test-read.do')}
      </button>
      <div class="test-result" role="status">
        {read !== null && (
          <>
            <Heard read={read} />
            <button type="button" class="quiet" onClick={() => setRead(null)}>
              {t('dismiss')}
            </button>
          </>
        )}
      </div>
      {calling.error !== null && <ErrorMessage trouble={calling.error} />}
    </div>
  );
}

/** What scrolls can take the focus: a keyboard scrolls only what it can reach. */
function Heard({ read }: { read: TestReadView }) {
  const { t, codeText } = useTranslator();
  const { code, detail } = parseFaultText(read.trouble);
  // Without a byte, all that was heard is that the port does not open.
  const outcome = read.bytesHex === '' ? 'nothing' : read.heard.length > 0 ? 'heard' : 'not-understood';
  const seconds = (read.durationMs / 1000).toFixed(1);
  return (
    <>
      <p class={`health ${outcome === 'heard' ? 'good' : 'warn'}`}>
        <Icon shape={outcome === 'heard' ? 'check' : 'triangle'} />{' '}
        <strong>{t(`test-read.${outcome}`, { seconds })}</strong>
        {read.trouble !== '' && (
          <span class="why">
            {code !== '' && codeText('fault', code)} {detail !== '' && <small lang="en">{detail}</small>}
          </span>
        )}
      </p>
      {read.heard.length > 0 && (
        <ol class="heard-list" tabIndex={0} aria-label={t('test-read.list')}>
          {read.heard.map(({ atMs, words }, index) => (
            <li key={index}>
              <span class="hint">{(atMs / 1000).toFixed(2)} s</span> <span lang="en">{words}</span>
            </li>
          ))}
        </ol>
      )}
      {read.bytesHex !== '' && (
        <div class="scrolled" tabIndex={0} role="group" aria-label={t('test-read.bytes')}>
          <RawBytes hex={read.bytesHex} />
        </div>
      )}
    </>
  );
}
