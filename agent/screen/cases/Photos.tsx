// Photographs of a case: those that are kept, bound to the ledger by their hash; those on their way; and the tablet's
// camera.
import { useContext, useRef, useState } from 'preact/hooks';
import type { CaseView, PhotoView } from '../../core/shown/lookup.ts';
import { dateTime } from '../shared/format.ts';
import { Sign } from '../shared/Sign.tsx';
import { useWords, type Words } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import type { Trouble, Who } from '../wire/api.ts';
import { type PhotoTray, PHOTOS_WAITING_MOST, type TrayPhoto } from '../wire/photoTray.ts';
import { TrayContext } from '../wire/photos.ts';
import { mayWork } from './nextStep.ts';
import { smallPhoto } from './photoFile.ts';
import { shortCode } from './shortCode.ts';

interface PhotosProps {
  shown: CaseView;
  who: Who;
  nameOf: (operator: string) => string;
}

export function Photos({ shown, who, nameOf }: PhotosProps) {
  const { t } = useWords();
  const tray = useContext(TrayContext)?.tray ?? null;
  const waiting = tray?.of(shown.finding) ?? [];
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
      {tray !== null && mayWork(who) && shown.can.includes('photo') && <Camera finding={shown.finding} tray={tray} />}
    </>
  );
}

function Kept({ photo, mark, nameOf }: { photo: PhotoView; mark: string; nameOf: PhotosProps['nameOf'] }) {
  const { t, language } = useWords();
  const time = dateTime(language, photo.atWallMs);
  const address = `/api/photos/${photo.photo}`;
  return (
    <li class={photo.sound ? '' : 'altered'}>
      {photo.sound && (
        <a href={address} target="_blank" rel="noopener" title={t('photo.open')}>
          <img src={address} alt={t('photo.alt', { mark, operator: nameOf(photo.operator), time })} loading="lazy" />
        </a>
      )}
      <p class={photo.sound ? 'good' : 'bad'}>
        <Sign shape={photo.sound ? 'check' : 'cross'} /> <b>{t(photo.sound ? 'photo.sound' : 'photo.altered')}</b>
      </p>
      <p class="hint">
        {t('photo.code', { code: shortCode(photo.photo) })}
        <br />
        {`${nameOf(photo.operator)}, ${time}`}
      </p>
    </li>
  );
}

function OnItsWay({ photo, tray }: { photo: TrayPhoto; tray: PhotoTray }) {
  const words = useWords();
  const { t } = words;
  return (
    <li>
      <img src={photo.preview} alt={t('photo.waiting-alt')} />
      <p class={photo.state === 'sending' ? '' : 'warn'} role="status">
        <Sign shape={photo.state === 'sending' ? 'waves' : 'triangle'} /> {saidOf(photo, words)}
      </p>
      {photo.state !== 'sending' && (
        <p class="choices">
          <button type="button" onClick={() => tray.again(photo.id)}>
            {t('photo.retry')}
          </button>
          <button type="button" class="quiet" onClick={() => tray.drop(photo.id)}>
            {t('photo.drop')}
          </button>
        </p>
      )}
    </li>
  );
}

function saidOf({ state, trouble }: TrayPhoto, { t, trouble: inWords }: Words): string {
  if (state === 'sending') return t('photo.sending');
  return trouble === null || trouble.code === 'unreachable'
    ? t('photo.waiting')
    : t('photo.declined', { reason: inWords(trouble) });
}

/** The tablet's camera app; where there is none, a file to choose. */
function Camera({ finding, tray }: { finding: string; tray: PhotoTray }) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const taken = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const small = await smallPhoto(file);
    if (input.current !== null) input.current.value = '';
    setTrouble(small.ok ? null : small.trouble);
    if (small.ok && !tray.add({ finding, ...small.value }))
      setTrouble({ code: 'photos-not-kept', message: t('photo.full', { most: PHOTOS_WAITING_MOST }), params: {} });
  };
  return (
    <>
      {trouble !== null && <TroubleText trouble={trouble} />}
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
      {tray.isFull && <p class="hint">{t('photo.full', { most: PHOTOS_WAITING_MOST })}</p>}
    </>
  );
}
