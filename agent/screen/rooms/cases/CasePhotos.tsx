// Photographs of a case: those stored, bound to the ledger by their hash; those in the queue; and the tablet's camera.
import type { FindingId, OperatorId } from '../../../core/model/ids.ts';
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

interface CasePhotosProps {
  caseView: CaseView;
  currentOperator: CurrentOperator;
  nameOf: (operator: OperatorId) => string;
}

export function CasePhotos({ caseView, currentOperator, nameOf }: CasePhotosProps) {
  const { t } = useTranslator();
  const photoQueue = useContext(PhotoQueueContext)?.queue ?? null;
  const queuedPhotos = photoQueue?.photosOfFinding(caseView.finding) ?? [];
  return (
    <>
      <h4>{t('photo.title')}</h4>
      {caseView.photos.length === 0 && queuedPhotos.length === 0 && <p>{t('photo.none')}</p>}
      <ul class="photos">
        {caseView.photos.map((photo) => (
          <StoredPhoto key={photo.photo} photo={photo} mark={caseView.mark ?? t('case.about-lot')} nameOf={nameOf} />
        ))}
        {photoQueue !== null &&
          queuedPhotos.map((photo) => <PendingPhoto key={photo.id} photo={photo} photoQueue={photoQueue} />)}
      </ul>
      {photoQueue !== null && mayWorkOnCases(currentOperator) && caseView.can.includes('photo') && (
        <Camera finding={caseView.finding} photoQueue={photoQueue} />
      )}
    </>
  );
}

function StoredPhoto({ photo, mark, nameOf }: { photo: PhotoView; mark: string; nameOf: CasePhotosProps['nameOf'] }) {
  const { t, language } = useTranslator();
  const time = formatDateTime(language, photo.atWallMs);
  const url = `/api/photos/${photo.photo}`;
  return (
    <li class={photo.sound ? '' : 'altered'}>
      {photo.sound && (
        <a href={url} target="_blank" rel="noopener" title={t('photo.open')}>
          <img src={url} alt={t('photo.alt', { mark, operator: nameOf(photo.operator), time })} loading="lazy" />
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

function PendingPhoto({ photo, photoQueue }: { photo: QueuedPhoto; photoQueue: PhotoQueue }) {
  const translator = useTranslator();
  const { t } = translator;
  return (
    <li>
      <img src={photo.preview} alt={t('photo.waiting-alt')} />
      <p class={photo.state === 'sending' ? '' : 'warn'} role="status">
        <Icon shape={photo.state === 'sending' ? 'waves' : 'triangle'} /> {describePhotoState(photo, translator)}
      </p>
      {photo.state !== 'sending' && (
        <p class="choices">
          <button type="button" onClick={() => photoQueue.retry(photo.id)}>
            {t('photo.retry')}
          </button>
          <button type="button" class="quiet" onClick={() => photoQueue.discard(photo.id)}>
            {t('photo.drop')}
          </button>
        </p>
      )}
    </li>
  );
}

function describePhotoState({ state, error }: QueuedPhoto, { t, errorText }: Translator): string {
  if (state === 'sending') return t('photo.sending');
  return error === null || error.code === 'unreachable'
    ? t('photo.waiting')
    : t('photo.declined', { reason: errorText(error) });
}

/** The tablet's camera app; where there is none, a file to choose. */
function Camera({ finding, photoQueue }: { finding: FindingId; photoQueue: PhotoQueue }) {
  const { t } = useTranslator();
  const inputRef = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<RequestError | null>(null);
  const addPhoto = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const compressed = await compressPhoto(file);
    if (inputRef.current !== null) inputRef.current.value = '';
    setError(compressed.ok ? null : compressed.error);
    if (compressed.ok && !photoQueue.add({ finding, ...compressed.value }))
      setError({ code: 'photo-queue-full', message: t('photo.full', { most: MAX_QUEUED_PHOTOS }), params: {} });
  };
  return (
    <>
      {error !== null && <ErrorMessage error={error} />}
      <label class="button main camera">
        {t('photo.take')}
        <input
          ref={inputRef}
          type="file"
          accept="image/*"
          capture="environment"
          disabled={photoQueue.isFull}
          onChange={(event) => void addPhoto(event.currentTarget.files?.[0])}
        />
      </label>
      <p class="hint">{t('photo.hand')}</p>
      {photoQueue.isFull && <p class="hint">{t('photo.full', { most: MAX_QUEUED_PHOTOS })}</p>}
    </>
  );
}
