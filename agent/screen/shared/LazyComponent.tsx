// A part of the page whose code is loaded when it is first shown, so that the first load is that of the stations alone.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useLatestRef } from './latestRef.ts';
import { useTranslator } from './translator.ts';

interface LazyComponentProps<P> {
  load: () => Promise<ComponentType<P>>;
  componentProps: P;
}

/** Loads once in the life of the component: another `load` needs another `key`. */
export function LazyComponent<P extends object>({ load, componentProps }: LazyComponentProps<P>) {
  const { t } = useTranslator();
  const [Component, setComponent] = useState<ComponentType<P> | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const loadRef = useLatestRef(load);
  useEffect(() => {
    loadRef.current().then(
      (component) => setComponent(() => component),
      () => setHasFailed(true),
    );
  }, [loadRef]);
  if (hasFailed)
    return (
      <div class="waiting">
        <p>{t('page.part-missing')}</p>
        <button type="button" onClick={() => location.reload()}>
          {t('page.load')}
        </button>
      </div>
    );
  return Component === null ? <p class="waiting">{t('loading')}</p> : <Component {...componentProps} />;
}
