// The two ways out of a form: doing what it says, and leaving it.
import { useTranslator } from './translator.ts';

interface FormButtonsProps {
  /** What the form does. */
  label: string;
  disabled: boolean;
  onCancel: () => void;
}

export function FormButtons({ label, disabled, onCancel }: FormButtonsProps) {
  const { t } = useTranslator();
  return (
    <div class="choices">
      <button type="submit" class="main" disabled={disabled}>
        {label}
      </button>
      <button type="button" class="quiet" onClick={onCancel}>
        {t('cancel')}
      </button>
    </div>
  );
}
