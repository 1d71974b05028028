// What waits for a second person: the second does it, with a sign-in of their own or at this tablet; whoever asked takes it
// back.
import { useState } from 'preact/hooks';
import { asPackageId, asWeighingId } from '../../../core/model/ids.ts';
import type { CommandBody } from '../../../core/model/command.ts';
import type { WaitingRequestView } from '../../../core/views/requestView.ts';
import type { StateView } from '../../../core/views/stateView.ts';
import { SecondPersonDialog } from '../../frame/SecondPersonDialog.tsx';
import { CommandErrorMessage } from '../../shared/ErrorMessage.tsx';
import { formatDateTime } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { type CommandSender, useCommandSender } from '../../wire/commandSender.ts';
import { CardListPage } from './CardListPage.tsx';
import { ConsentCard } from './ConsentCard.tsx';
import { type OperatorNames, useOperatorNames } from './operatorNames.ts';

interface WaitingRequestsProps {
  state: Pick<StateView, 'requests' | 'consents'>;
  currentOperator: CurrentOperator;
  onLeave: () => void;
}

export function WaitingRequests({ state, currentOperator, onLeave }: WaitingRequestsProps) {
  const { t } = useTranslator();
  const { nameOf } = useOperatorNames();
  return (
    <CardListPage
      id="requests-title"
      title={t('requests.title')}
      hint={t(state.requests.length === 0 ? 'requests.none' : 'requests.why')}
      onLeave={onLeave}
    >
      {state.requests.map((request) => (
        <li key={`${request.act}/${request.subject}`} class="card">
          <WaitingRequestCard request={request} currentOperator={currentOperator} nameOf={nameOf} />
        </li>
      ))}
      {state.consents.map((consent) => (
        <li key={`remove/${consent.package}`} class="card">
          <ConsentCard consent={consent} currentOperator={currentOperator} nameOf={nameOf} />
        </li>
      ))}
    </CardListPage>
  );
}

/** What the second person sends; null: it is done elsewhere, with more than a button. */
function seconding({ act, subject, job }: WaitingRequestView): CommandBody | null {
  switch (act) {
    case 'reverse-weighing':
      return { kind: 'reverse-weighing', weighing: asWeighingId(subject) };
    case 'lift-quarantine':
      return { kind: 'lift-quarantine', package: asPackageId(subject) };
    case 'release':
      return job === null ? null : { kind: 'close-job', job };
    case 'open-sealed':
    case 'confirm-date':
    case 'lift-doubt':
      return null;
  }
}

interface CardProps {
  request: WaitingRequestView;
  currentOperator: CurrentOperator;
  nameOf: OperatorNames['nameOf'];
}

function WaitingRequestCard({ request, currentOperator, nameOf }: CardProps) {
  const { t } = useTranslator();
  const commandSender = useCommandSender();
  const [needsSecondPerson, setNeedsSecondPerson] = useState(false);
  const body = seconding(request);
  const { act, subject, mark, weighingNumber } = request;
  const isTyped = act === 'reverse-weighing' && weighingNumber === null;
  const what = t(isTyped ? 'requests.what.reverse-typed' : `requests.what.${act}`, {
    number: weighingNumber ?? '–',
    mark: mark ?? subject,
  });
  return (
    <>
      <h3>
        <Icon shape="hand" /> {what}
      </h3>
      {weighingNumber !== null && mark !== null && <p class="mark">{mark}</p>}
      <RequestFacts request={request} currentOperator={currentOperator} nameOf={nameOf} />
      <CommandErrorMessage commandSender={commandSender} />
      <RequestButtons
        request={request}
        body={body}
        currentOperator={currentOperator}
        commandSender={commandSender}
        askSecondPerson={() => setNeedsSecondPerson(true)}
      />
      {needsSecondPerson && body !== null && (
        <SecondPersonDialog
          body={body}
          title={what}
          onDone={() => setNeedsSecondPerson(false)}
          onCancel={() => setNeedsSecondPerson(false)}
        />
      )}
    </>
  );
}

/** Whose it is, since when, and who may act next. */
function RequestFacts({ request, currentOperator, nameOf }: CardProps) {
  const { t, language } = useTranslator();
  const { askedBy, seconds, sinceWallMs } = request;
  const asked = { operator: nameOf(askedBy), time: formatDateTime(language, sinceWallMs) };
  return (
    <>
      <p>{t(askedBy === currentOperator.operator ? 'requests.asked-by-you' : 'requests.asked', asked)}</p>
      <p>
        {seconds.length === 0
          ? t('requests.nobody')
          : t('requests.seconds', { operators: seconds.map(nameOf).join(' · ') })}
      </p>
    </>
  );
}

interface RequestButtonsProps {
  request: WaitingRequestView;
  body: CommandBody | null;
  currentOperator: CurrentOperator;
  commandSender: CommandSender;
  askSecondPerson: () => void;
}

function RequestButtons({ request, body, currentOperator, commandSender, askSecondPerson }: RequestButtonsProps) {
  const { t } = useTranslator();
  const { act, subject, askedBy, seconds } = request;
  const isMine = askedBy === currentOperator.operator;
  const mayBeSecond = !isMine && seconds.includes(currentOperator.operator);
  const send = (command: CommandBody): void => void commandSender.send(command);
  return (
    <>
      {body === null && <p class="hint">{t(`requests.where.${act}`)}</p>}
      <div class="choices">
        {body !== null && mayBeSecond && (
          <button type="button" class="main" disabled={commandSender.busy} onClick={() => send(body)}>
            {t('requests.second')}
          </button>
        )}
        {body !== null && seconds.length > 0 && !mayBeSecond && (
          <button type="button" class="main" onClick={askSecondPerson}>
            {t('requests.second-here')}
          </button>
        )}
        {isMine && (
          <button
            type="button"
            class="quiet"
            disabled={commandSender.busy}
            onClick={() => send({ kind: 'withdraw-request', act, subject })}
          >
            {t('requests.withdraw')}
          </button>
        )}
      </div>
    </>
  );
}
