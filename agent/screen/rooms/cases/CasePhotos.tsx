// Photographs of a case: those that are kept, bound to the ledger by their hash; those on their way; and the tablet's
// camera.
import { useContext, useRef, useState } from 'preact/hooks';
import type { CaseView, PhotoView } from '../../../core/views/lookupViews.ts';
import { formatDateTime, abbreviateHash } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator, type Translator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { type PhotoQueue, MAX_QUEUED_PHOTOS, type QueuedPhoto } from '../../wire/photoQueue.ts';
import { PhotoQueueContext } from '../../wire/photoQueueContext.ts';
import { mayWorkOnCases } from './caseSteps.ts';
import { compressPhoto } from './photoCompression.ts';
import type { RequestError } from '../../shared/requestResult.ts';

interface PhotosProps {
  shown: CaseView;
  who: CurrentOperator;
  nameOf: (operator: string) => string;
}

export function CasePhotos({ shown, who, nameOf }: PhotosProps) {
  const { t } = useTranslator();
  const tray = useContext(PhotoQueueContext)?.tray ?? null;
  const waiting = tray?.photosOfFinding(shown.finding) ?? [];
  return (
    <>
      <h4>{t('photo.title')}</h4>
      {shown.photos.length === 0 && waiting.length === 0 && <p>{t('photo.none')}</p>}
      <ul class="photos">
        {shown.photos.map((photo) => (
          <Kept key={photo.photo} photo={photo} mark={shown.mark ?? t('case.about-lot')} nameOf={nameOf} />
        ))}
        {tray !== null && waiting.map((photo) => <OnItsWay key={photo.id} photo={photo} tray={tray} />)}
      </ul>
      {tray !== null && mayWorkOnCases(who) && shown.can.includes('photo') && (
        <Camera finding={shown.finding} tray={tray} />
      )}
    </>
  );
}

function Kept({ photo, mark, nameOf }: { photo: PhotoView; mark: string; nameOf: PhotosProps['nameOf'] }) {
  const { t, language } = useTranslator();
  const time = formatDateTime(language, photo.atWallMs);
  const address = `/api/photos/${photo.photo}`;
  return (
    <li class={photo.sound ? '' : 'altered'}>
      {photo.sound && (
        <a href={address} target="_blank" rel="noopener" title={t('photo.open')}>
          <img src={address} alt={t('photo.alt', { mark, operator: nameOf(photo.operator), time })} loading="lazy" />
        </a>
      )}
      <p class={photo.sound ? 'good' : 'bad'}>
        <Icon shape={photo.sound ? 'check' : 'cross'} /> <b>{t(photo.sound ? 'photo.sound' : 'photo.altered')}</b>
      </p>
      <p class="hint">
        {t('photo.code', { code: abbreviateHash(photo.photo) })}
        <br />
        {`${nameOf(photo.operator)}, ${time}`}
      </p>
    </li>
  );
}

function OnItsWay({ photo, tray }: { photo: QueuedPhoto; tray: PhotoQueue }) {
  const words = useTranslator();
  const { t } = words;
  return (
    <li>
      <img src={photo.preview} alt={t('photo.waiting-alt')} />
      <p class={photo.state === 'sending' ? '' : 'warn'} role="status">
        <Icon shape={photo.state === 'sending' ? 'waves' : 'triangle'} /> {saidOf(photo, words)}
      </p>
      {photo.state !== 'sending' && (
        <p class="choices">
          <button type="button" onClick={() => tray.retry(photo.id)}>
            {t('photo.retry')}
          </button>
          <button type="button" class="quiet" onClick={() => tray.discard(photo.id)}>
            {t('photo.drop')}
          </button>
        </p>
      )}
    </li>
  );
}

function saidOf({ state, error }: QueuedPhoto, { t, errorText: inWords }: Translator): string {
  if (state === 'sending') return t('photo.sending');
  return error === null || error.code === 'unreachable'
    ? t('photo.waiting')
    : t('photo.declined', { reason: inWords(error) });
}

/** The tablet's camera app; where there is none, a file to choose. */
function Camera({ finding, tray }: { finding: string; tray: PhotoQueue }) {
  const { t } = useTranslator();
  const input = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<RequestError | null>(null);
  const taken = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const small = await compressPhoto(file);
    if (input.current !== null) input.current.value = '';
    setTrouble(small.ok ? null : small.error);
    if (small.ok && !tray.add({ finding, ...small.value }))
      setTrouble({ code: 'photos-not-kept', message: t('photo.full', { most: MAX_QUEUED_PHOTOS }), params: {} });
  };
  return (
    <>
      {trouble !== null && <ErrorMessage trouble={trouble} />}
      <label class="button main camera">
        {t('photo.take')}
        <input
          ref={input}
          type="file"
          accept="image/*"
          capture="environment"
          disabled={tray.isFull}
          onChange={(event) => void taken(event.currentTarget.files?.[0])}
        />
      </label>
      <p class="hint">{t('photo.hand')}</p>
      {tray.isFull && <p class="hint">{t('photo.full', { most: MAX_QUEUED_PHOTOS })}</p>}
    </>
  );
}
