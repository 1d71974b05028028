// The people of the base: who may sign in and as what, while the agent runs; and what waits of a hand edit.
import { useState } from 'preact/hooks';
import type { PersonView } from '../../../core/views/registerView.ts';
import { buildRoomHref, type RoomProps } from '../../frame/route.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { usePolledQuery } from '../../shared/requestHooks.ts';
import { useTranslator } from '../../shared/translator.ts';
import '../../style/instruments.css';
import { readRegister } from '../../wire/agentClient.ts';
import { HandEditCard } from './HandEditCard.tsx';
import { OwnPinForm } from './OwnPinForm.tsx';
import { PersonForm, type PersonAct } from './PersonForm.tsx';

const POLL_INTERVAL_MS = 5000;

/** Which form is open: of whom (null: a new person), and what for. */
type OpenForm = { person: PersonView | null; act: PersonAct } | null;

/** Who looks after the register sees everybody; everybody else only changes the own PIN. */
export function PeopleRoom(props: RoomProps) {
  const { t } = useTranslator();
  const isShownAll = props.currentOperator.roles.some((role) => role !== 'operator');
  return (
    <div class="instruments">
      <h2>{t('people.title')}</h2>
      <section class="card" aria-label={t('people.own.title')}>
        <h3>{t('people.own.title')}</h3>
        <OwnPinForm
          currentOperator={props.currentOperator}
          onLeave={() => {
            location.hash = buildRoomHref('stations');
          }}
        />
      </section>
      {isShownAll && <RegisteredPeople {...props} />}
    </div>
  );
}

function RegisteredPeople({ currentOperator }: RoomProps) {
  const { t } = useTranslator();
  const { value, error, refetch } = usePolledQuery(readRegister, POLL_INTERVAL_MS);
  const [form, setForm] = useState<OpenForm>(null);
  const mayChange = currentOperator.roles.includes('supervisor');
  const close = (): void => {
    setForm(null);
    refetch();
  };
  return (
    <>
      <p class="hint">{t(mayChange ? 'people.why' : 'people.read-only')}</p>
      {error !== null && <ErrorMessage error={error} />}
      {value === null && error === null && <p class="waiting">{t('loading')}</p>}
      {value?.handEdit != null && <HandEditCard handEdit={value.handEdit} onChanged={refetch} />}
      {mayChange && form === null && (
        <p>
          <button type="button" onClick={() => setForm({ person: null, act: 'put' })}>
            {t('people.add')}
          </button>
        </p>
      )}
      {form !== null && form.person === null && (
        <section class="card" aria-label={t('people.add')}>
          <h3>{t('people.add')}</h3>
          <PersonForm person={null} act="put" onDone={close} onCancel={() => setForm(null)} />
        </section>
      )}
      <ul class="instrument-list">
        {(value?.people ?? []).map((person) => (
          <li key={person.operator}>
            <PersonCard
              person={person}
              acts={actsOn(person, { mayChange, isSelf: person.operator === currentOperator.operator })}
              openAct={form?.person?.operator === person.operator ? form.act : null}
              onOpen={(act) => setForm({ person, act })}
              onDone={close}
              onCancel={() => setForm(null)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function actsOn(person: PersonView, { mayChange, isSelf }: { mayChange: boolean; isSelf: boolean }): PersonAct[] {
  return mayChange && !isSelf ? ['put', 'pin', person.locked ? 'unlock' : 'lock', 'remove'] : [];
}

const ACT_TEXTS = {
  put: 'people.change',
  pin: 'people.pin',
  lock: 'people.lock',
  unlock: 'people.unlock',
  remove: 'people.remove',
} as const satisfies Record<PersonAct, string>;

function PersonCard({
  person,
  acts,
  openAct,
  onOpen,
  onDone,
  onCancel,
}: {
  person: PersonView;
  acts: readonly PersonAct[];
  openAct: PersonAct | null;
  onOpen: (act: PersonAct) => void;
  onDone: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslator();
  return (
    <section class="card" aria-label={person.name}>
      <h3>
        {person.name} <small>{person.operator}</small>
      </h3>
      <p>
        {person.roles.map((role) => t(`people.role.${role}`)).join(' · ')} · {t('people.badge')} {person.badge}
      </p>
      {person.locked && <p class="bad">{t('people.locked')}</p>}
      {!person.hasPin && <p class="bad">{t('people.no-pin')}</p>}
      {person.failures > 0 && <p class="hint">{t('people.failures', { count: person.failures })}</p>}
      {openAct === null ? (
        <div class="choices">
          {acts.map((act) => (
            <button key={act} type="button" class="quiet" onClick={() => onOpen(act)}>
              {t(ACT_TEXTS[act])}
            </button>
          ))}
        </div>
      ) : (
        <PersonForm person={person} act={openAct} onDone={onDone} onCancel={onCancel} />
      )}
    </section>
  );
}
