// Reporting a finding that no instrument sees, in three steps: the finding code, the package, an optional note.
import { WORDS_MAX } from '../../../core/model/comparableText.ts';
import { limitInput } from '../../shared/limitInput.ts';
import type { FindingId, PackageId } from '../../../core/model/ids.ts';
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

interface ReportFindingFormProps {
  state: StateView;
  /** What was scanned before somebody pressed "report"; null: nothing. */
  code: string | null;
  onLeave: () => void;
}

export function ReportFindingForm({ state, code: initialCode, onLeave }: ReportFindingFormProps) {
  const { t } = useTranslator();
  const [findingCode, setFindingCode] = useState<ReportedCode | null>(null);
  const [packageCode, setPackageCode] = useState<string | null>(initialCode);
  // A scan counts whenever it comes: whoever scans first is asked the rest.
  useScanHandler((code) => {
    setPackageCode(code.trim());
    return true;
  });
  const takeTypedCode = (code: string): Promise<boolean> => {
    setPackageCode(code);
    return Promise.resolve(true);
  };
  const goBack =
    findingCode === null ? onLeave : packageCode === null ? () => setFindingCode(null) : () => setPackageCode(null);
  return (
    <section class="card report" aria-labelledby="report-title">
      <h2 id="report-title">{t('report.title')}</h2>
      {findingCode === null && (
        <>
          {packageCode !== null && <p class="mark">{packageCode}</p>}
          <p class="question">{t('report.what')}</p>
          <FindingCodeList onChoose={setFindingCode} />
        </>
      )}
      {findingCode !== null && packageCode === null && (
        <>
          <p class="question">{t('report.which')}</p>
          <CodeField
            label={t('report.label')}
            button={t('report.take')}
            busy={false}
            focusOnMount
            onCode={takeTypedCode}
          />
        </>
      )}
      {findingCode !== null && packageCode !== null && (
        <NoteForm
          key={packageCode}
          findingCode={findingCode}
          packageCode={packageCode}
          state={state}
          onChoose={setPackageCode}
        />
      )}
      <p>
        <button type="button" class="quiet" onClick={goBack}>
          {t('report.back')}
        </button>
      </p>
    </section>
  );
}

function FindingCodeList({ onChoose }: { onChoose: (code: ReportedCode) => void }) {
  const { codeText } = useTranslator();
  return (
    <ul class="offers">
      {REPORTED_CODES.map((code) => (
        <li key={code}>
          <button type="button" onClick={() => onChoose(code)}>
            <b>{codeText('finding', code)}</b> <span>{codeText('case.what', code)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface NoteFormProps {
  findingCode: ReportedCode;
  packageCode: string;
  state: StateView;
  onChoose: (code: string) => void;
}

/** The last step: a note, which may stay empty; before it, a choice where the code names several packages. */
function NoteForm({ findingCode, packageCode, state, onChoose }: NoteFormProps) {
  const { t, codeText } = useTranslator();
  const enqueueCommand = useContext(EnqueueCommandContext);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<RequestError | null>(null);
  const matches = matchPackagesByCode(state, packageCode);
  const isAmbiguous = matches.length > 1 && !matches.some((match) => match.package === packageCode);
  if (isAmbiguous) return <PackageChoice code={packageCode} matches={matches} onChoose={onChoose} />;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    // The agent takes a blank for "no note".
    const answer = await enqueueCommand({
      kind: 'report-finding',
      code: findingCode,
      package: matches[0]?.package ?? packageCode,
      note: note.trim() === '' ? ' ' : note.trim(),
    });
    setBusy(false);
    if (!answer.ok) setError(answer.error);
    else location.hash = buildRoomHref('case', readFindingId(answer.value));
  };
  return (
    <form class="report-words" onSubmit={(event) => void submit(event)}>
      <p class="mark">
        {t('report.chosen', { finding: codeText('finding', findingCode), code: matches[0]?.mark ?? packageCode })}
      </p>
      <p class="question">{t('report.words')}</p>
      <label>
        {t('report.note')}
        <textarea rows={3} value={note} onInput={(event) => setNote(limitInput(event.currentTarget, WORDS_MAX.note))} />
      </label>
      {error !== null && <ErrorMessage error={error} />}
      <button type="submit" class="main" disabled={busy}>
        {t('report.do')}
      </button>
    </form>
  );
}

interface PackageChoiceProps {
  code: string;
  matches: ReturnType<typeof matchPackagesByCode>;
  onChoose: (packageId: PackageId) => void;
}

function PackageChoice({ code, matches, onChoose }: PackageChoiceProps) {
  const { t } = useTranslator();
  return (
    <>
      <p class="question">{t('report.ambiguous', { code })}</p>
      <div class="choices">
        {matches.map((match) => (
          <button key={match.package} type="button" onClick={() => onChoose(match.package)}>
            {`${match.mark} – ${t('case.lot', { lot: match.lot })}`}
          </button>
        ))}
      </div>
    </>
  );
}

function readFindingId(answer: unknown): string {
  const { result } = answer as { result?: { finding?: FindingId } };
  return result?.finding ?? '';
}
