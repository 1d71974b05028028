// The packages of a lot, done and to do, with what is wrong; and the way to say that one is not there.
import { useState } from 'preact/hooks';
import type { LotView, PackageView } from '../../../core/views/stateView.ts';
import type { CommandSender } from '../../wire/commandSender.ts';
import { useTranslator } from '../../shared/translator.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';

interface PackageListProps {
  lot: LotView;
  /** The open job in which a package may be declared missing; null where nobody may. */
  job: string | null;
  commanding: CommandSender | null;
}

function signOf(one: PackageView): { shape: IconName; look: string } {
  if (one.held || one.state === 'quarantined') return { shape: 'hand', look: 'warn' };
  if (one.state === 'missing') return { shape: 'cross', look: 'bad' };
  return one.weighed ? { shape: 'check', look: 'good' } : { shape: 'square', look: '' };
}

export function JobPackageList({ lot, job, commanding }: PackageListProps) {
  const { t, codeText } = useTranslator();
  const [asked, setAsked] = useState<string | null>(null);
  const extra = lot.findings.filter((finding) => !lot.packages.some((one) => one.package === finding.package));
  return (
    <ul class="packages" aria-label={t('packages')}>
      {lot.packages.map((one) => {
        const { shape, look } = signOf(one);
        const findings = lot.findings.filter(
          (finding) => finding.package === one.package && finding.code !== 'MISSING_PACKAGE',
        );
        return (
          <li key={one.package} class={look}>
            <Icon shape={shape} />
            <span class="mark">{one.mark}</span>
            <span class="state">
              {[
                codeText('package', one.held ? 'held' : one.state),
                ...findings.map((finding) => codeText('finding', finding.code)),
              ].join(' · ')}
            </span>
            {job !== null && commanding !== null && one.state === 'expected' && asked !== one.package && (
              <button type="button" class="quiet" onClick={() => setAsked(one.package)}>
                {t('missing.do')}
              </button>
            )}
            {job !== null && commanding !== null && asked === one.package && one.state === 'expected' && (
              <span class="sure">
                <button
                  type="button"
                  disabled={commanding.busy}
                  onClick={() =>
                    void commanding
                      .send({ kind: 'declare-missing', job, package: one.package })
                      .then(() => setAsked(null))
                  }
                >
                  {t('missing.sure')}
                </button>
                <button type="button" class="quiet" onClick={() => setAsked(null)}>
                  {t('cancel')}
                </button>
              </span>
            )}
          </li>
        );
      })}
      {extra.map((finding) => (
        <li key={finding.finding} class="warn">
          <Icon shape="hand" />
          <span class="mark">{finding.package ?? lot.lot}</span>
          <span class="state">{codeText('finding', finding.code)}</span>
        </li>
      ))}
    </ul>
  );
}
