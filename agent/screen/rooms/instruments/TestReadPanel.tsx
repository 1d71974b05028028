// A test read: the bytes that the instrument sends within a short time and what the driver understood, or why none
// came.
import type { InstrumentId } from '../../../../drivers/contract/siteIds.ts';
import { useState } from 'preact/hooks';
import type { TestReadView } from '../../../core/views/lookupViews.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { requestTestRead } from '../../wire/agentClient.ts';
import { RawBytes } from './RawBytes.tsx';
import { parseFaultText } from './instrumentStatus.ts';
import { useMutation } from '../../shared/requestHooks.ts';

export function TestReadPanel({ instrument }: { instrument: InstrumentId }) {
  const { t } = useTranslator();
  const mutation = useMutation();
  const [testRead, setTestRead] = useState<TestReadView | null>(null);
  const startTestRead = async (): Promise<void> => {
    setTestRead(null);
    const answer = await mutation.run(() => requestTestRead(instrument));
    if (answer?.ok) setTestRead(answer.value);
  };
  return (
    <div class="test-read">
      <button type="button" disabled={mutation.busy} onClick={() => void startTestRead()}>
        {t(mutation.busy ? 'test-read.busy' : 'test-read.do')}
      </button>
      <div class="test-result" role="status">
        {testRead !== null && (
          <>
            <TestReadResult testRead={testRead} />
            <button type="button" class="quiet" onClick={() => setTestRead(null)}>
              {t('dismiss')}
            </button>
          </>
        )}
      </div>
      {mutation.error !== null && <ErrorMessage error={mutation.error} />}
    </div>
  );
}

/** What scrolls can take the focus: a keyboard scrolls only what it can reach. */
function TestReadResult({ testRead }: { testRead: TestReadView }) {
  const { t, codeText } = useTranslator();
  const { code, detail } = parseFaultText(testRead.trouble);
  // Without a byte, the observations are only faults of the port.
  const outcome = testRead.bytesHex === '' ? 'silent' : testRead.heard.length > 0 ? 'understood' : 'not-understood';
  const seconds = (testRead.durationMs / 1000).toFixed(1);
  return (
    <>
      <p class={`health ${outcome === 'understood' ? 'good' : 'warn'}`}>
        <Icon shape={outcome === 'understood' ? 'check' : 'triangle'} />{' '}
        <strong>{t(`test-read.${outcome}`, { seconds })}</strong>
        {testRead.trouble !== '' && (
          <span class="why">
            {code !== '' && codeText('fault', code)} {detail !== '' && <small lang="en">{detail}</small>}
          </span>
        )}
      </p>
      {testRead.heard.length > 0 && (
        <ol class="heard-list" tabIndex={0} aria-label={t('test-read.list')}>
          {testRead.heard.map(({ atMs, words }, index) => (
            <li key={index}>
              <span class="hint">{(atMs / 1000).toFixed(2)} s</span> <span lang="en">{words}</span>
            </li>
          ))}
        </ol>
      )}
      {testRead.bytesHex !== '' && (
        <div class="scrolled" tabIndex={0} role="group" aria-label={t('test-read.bytes')}>
          <RawBytes hex={testRead.bytesHex} />
        </div>
      )}
    </>
  );
}
