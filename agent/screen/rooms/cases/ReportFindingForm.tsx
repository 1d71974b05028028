// Reporting what no instrument sees: what it is, which package, and words if one likes; one decision at a time.
import { useContext, useState } from 'preact/hooks';
import { REPORTED_CODES, type ReportedCode } from '../../../core/model/findings.ts';
import type { StateView } from '../../../core/views/stateView.ts';
import { buildRoomHref } from '../../frame/route.ts';
import { CodeField } from '../../shared/CodeField.tsx';
import { useScanHandler } from '../../shared/scannerContext.ts';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { EnqueueCommandContext } from '../../wire/commandSender.ts';
import { matchPackagesByCode } from './caseSteps.ts';
import type { RequestError } from '../../shared/requestResult.ts';

interface ReportProps {
  state: StateView;
  /** What was scanned before somebody pressed "report"; null: nothing. */
  code: string | null;
  leave: () => void;
}

const NOTE_LONGEST = 500;

export function ReportFindingForm({ state, code: scanned, leave }: ReportProps) {
  const { t, codeText } = useTranslator();
  const [what, setWhat] = useState<ReportedCode | null>(null);
  const [which, setWhich] = useState<string | null>(scanned);
  // A scan counts whenever it comes: whoever scans first is asked the rest.
  useScanHandler((code) => {
    setWhich(code.trim());
    return true;
  });
  const typed = (code: string): Promise<boolean> => {
    setWhich(code);
    return Promise.resolve(true);
  };
  const back = what === null ? leave : which === null ? () => setWhat(null) : () => setWhich(null);
  return (
    <section class="card report" aria-labelledby="report-title">
      <h2 id="report-title">{t('report.title')}</h2>
      {what === null && (
        <>
          {which !== null && <p class="mark">{which}</p>}
          <p class="question">{t('report.what')}</p>
          <ul class="offers">
            {REPORTED_CODES.map((code) => (
              <li key={code}>
                <button type="button" onClick={() => setWhat(code)}>
                  <b>{codeText('finding', code)}</b> <span>{codeText('case.what', code)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {what !== null && which === null && (
        <>
          <p class="question">{t('report.which')}</p>
          <CodeField label={t('report.label')} button={t('report.take')} busy={false} autoFocus take={typed} />
        </>
      )}
      {what !== null && which !== null && (
        <Words key={which} what={what} which={which} state={state} choose={setWhich} />
      )}
      <p>
        <button type="button" class="quiet" onClick={back}>
          {t('report.back')}
        </button>
      </p>
    </section>
  );
}

function Words({
  what,
  which,
  state,
  choose,
}: {
  what: ReportedCode;
  which: string;
  state: StateView;
  choose: (code: string) => void;
}) {
  const { t, codeText } = useTranslator();
  const ask = useContext(EnqueueCommandContext);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<RequestError | null>(null);
  const found = matchPackagesByCode(state, which);
  const several = found.length > 1 && !found.some((one) => one.package === which);
  if (several) {
    return (
      <>
        <p class="question">{t('report.ambiguous', { code: which })}</p>
        <div class="choices">
          {found.map((one) => (
            <button key={one.package} type="button" onClick={() => choose(one.package)}>
              {`${one.mark} – ${t('case.lot', { lot: one.lot })}`}
            </button>
          ))}
        </div>
      </>
    );
  }
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    // The agent takes a blank for "no words".
    const answer = await ask({
      kind: 'report-finding',
      code: what,
      package: found[0]?.package ?? which,
      note: note.trim() === '' ? ' ' : note.trim(),
    });
    setBusy(false);
    if (!answer.ok) setTrouble(answer.error);
    else location.hash = buildRoomHref('case', findingOf(answer.value));
  };
  return (
    <form class="report-words" onSubmit={(event) => void submit(event)}>
      <p class="mark">{t('report.chosen', { finding: codeText('finding', what), code: found[0]?.mark ?? which })}</p>
      <p class="question">{t('report.words')}</p>
      <label>
        {t('report.note')}
        <textarea
          rows={3}
          maxLength={NOTE_LONGEST}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      {trouble !== null && <ErrorMessage trouble={trouble} />}
      <button type="submit" class="main" disabled={busy}>
        {t('report.do')}
      </button>
    </form>
  );
}

function findingOf(answer: unknown): string {
  const { result } = answer as { result?: { finding?: string } };
  return result?.finding ?? '';
}
