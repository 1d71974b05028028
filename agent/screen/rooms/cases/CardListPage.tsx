// A page beside the cases: its title, a list of cards, and the way back to the cases.
import type { ComponentChildren } from 'preact';
import { useTranslator } from '../../shared/translator.ts';

interface CardListPageProps {
  /** Unique on the page. */
  id: string;
  title: string;
  hint: string | null;
  onLeave: () => void;
  /** List items. */
  children: ComponentChildren;
}

export function CardListPage({ id, title, hint, onLeave, children }: CardListPageProps) {
  const { t } = useTranslator();
  return (
    <section class="cases" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {hint !== null && <p class="hint">{hint}</p>}
      <ul class="case-list">{children}</ul>
      <p>
        <button type="button" class="quiet" onClick={onLeave}>
          {t('report.back')}
        </button>
      </p>
    </section>
  );
}
