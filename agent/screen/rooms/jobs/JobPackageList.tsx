// The packages of a lot, done and to do, with what is wrong; and the way to say that one is not there.
import type { JobId } from '../../../core/model/ids.ts';
import { useState } from 'preact/hooks';
import type { LotView } from '../../../core/views/stateView.ts';
import type { CommandSender } from '../../wire/commandSender.ts';
import { useTranslator } from '../../shared/translator.ts';
import { Icon } from '../../shared/Icon.tsx';
import { choosePackageIcon } from '../../shared/packageIcon.ts';

interface JobPackageListProps {
  lot: LotView;
  /** The open job in which a package may be declared missing; null where nobody may. */
  job: JobId | null;
  commandSender: CommandSender | null;
}

export function JobPackageList({ lot, job, commandSender }: JobPackageListProps) {
  const { t, codeText } = useTranslator();
  const [askedPackage, setAskedPackage] = useState<string | null>(null);
  const otherFindings = lot.findings.filter(
    (finding) => !lot.packages.some((packageView) => packageView.package === finding.package),
  );
  return (
    <ul class="packages" aria-label={t('packages')}>
      {lot.packages.map((packageView) => {
        const { shape, tone } = choosePackageIcon(packageView);
        const findings = lot.findings.filter(
          (finding) => finding.package === packageView.package && finding.code !== 'MISSING_PACKAGE',
        );
        return (
          <li key={packageView.package} class={tone}>
            <Icon shape={shape} />
            <span class="mark">{packageView.mark}</span>
            <span class="state">
              {[
                codeText('package', packageView.held ? 'held' : packageView.state),
                ...findings.map((finding) => codeText('finding', finding.code)),
              ].join(' · ')}
            </span>
            {job !== null && commandSender !== null && packageView.state === 'expected' && (
              <MissingButtons
                isAsked={askedPackage === packageView.package}
                busy={commandSender.busy}
                onAsk={() => setAskedPackage(packageView.package)}
                onConfirm={() =>
                  void commandSender
                    .send({ kind: 'declare-missing', job, package: packageView.package })
                    .then(() => setAskedPackage(null))
                }
                onCancel={() => setAskedPackage(null)}
              />
            )}
          </li>
        );
      })}
      {otherFindings.map((finding) => (
        <li key={finding.finding} class="warn">
          <Icon shape="hand" />
          <span class="mark">{finding.package ?? lot.lot}</span>
          <span class="state">{codeText('finding', finding.code)}</span>
        </li>
      ))}
    </ul>
  );
}

interface MissingButtonsProps {
  /** The person has said that it is not there, and is asked once more. */
  isAsked: boolean;
  busy: boolean;
  onAsk: () => void;
  onConfirm: () => void;
  onCancel: () => void;
}

function MissingButtons({ isAsked, busy, onAsk, onConfirm, onCancel }: MissingButtonsProps) {
  const { t } = useTranslator();
  if (!isAsked)
    return (
      <button type="button" class="quiet" onClick={onAsk}>
        {t('missing.do')}
      </button>
    );
  return (
    <span class="sure">
      <button type="button" disabled={busy} onClick={onConfirm}>
        {t('missing.sure')}
      </button>
      <button type="button" class="quiet" onClick={onCancel}>
        {t('cancel')}
      </button>
    </span>
  );
}
