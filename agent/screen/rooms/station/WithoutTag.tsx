// What was found to be here and bears no tag: whoever stands by it fixes one and scans it, and it goes into store.
import type { StateView } from '../../../core/views/stateView.ts';
import { CodeField } from '../../shared/CodeField.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import type { CommandSender } from '../../wire/commandSender.ts';

interface WithoutTagProps {
  state: StateView;
  commandSender: CommandSender;
}

export function WithoutTag({ state: { withoutTag }, commandSender }: WithoutTagProps) {
  const { t } = useTranslator();
  if (withoutTag.length === 0) return null;
  return (
    <div class="recorded without-tag">
      <h3>{t('without-tag.title')}</h3>
      <ol>
        {withoutTag.map(({ package: id, mark, lot }) => (
          <li key={id} class="warn">
            <Icon shape="hand" />
            <span class="mark">{mark}</span>
            <small>{lot}</small>
            <CodeField
              label={t('tag.label')}
              button={t('without-tag.give')}
              busy={commandSender.busy}
              onCode={(code) => commandSender.send({ kind: 'attach-tag', package: id, epcHex: code })}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}
