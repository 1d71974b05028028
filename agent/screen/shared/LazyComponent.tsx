// A room of the page whose code comes when somebody goes there: the first load is the dock's alone.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useTranslator } from './translator.ts';

interface LazyProps<P> {
  load: () => Promise<ComponentType<P>>;
  with: P;
}

export function LazyComponent<P extends object>({ load, with: props }: LazyProps<P>) {
  const { t } = useTranslator();
  const [Room, setRoom] = useState<ComponentType<P> | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    load().then(
      (component) => setRoom(() => component),
      () => setFailed(true),
    );
    // Each room stands under its own key: `load` never changes.
  }, []);
  if (failed)
    return (
      <div class="waiting">
        <p>{t('page.part-missing')}</p>
        <button type="button" onClick={() => location.reload()}>
          {t('page.load')}
        </button>
      </div>
    );
  return Room === null ? <p class="waiting">{t('loading')}</p> : <Room {...props} />;
}
