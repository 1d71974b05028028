// The packages of a lot as a table: state, place, tag, and what is open about each.
import { useState } from 'preact/hooks';
import type { LotView, PackageView, StateView } from '../../../core/views/stateView.ts';
import { buildRoomHref } from '../../frame/route.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';

/** More rows at once make a tablet slow; the rest comes when asked for. */
const SHOWN_AT_FIRST = 100;

export function LotPackageTable({ lot, areas }: { lot: LotView; areas: StateView['areas'] }) {
  const { t } = useTranslator();
  const [all, setAll] = useState(false);
  const shown = all ? lot.packages : lot.packages.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label={t('packages')}>
        <table class="figures">
          <thead>
            <tr>
              {(['lot.mark', 'lot.state', 'lot.open-cases', 'lot.area', 'lot.tag'] as const).map((text) => (
                <th key={text} scope="col">
                  {t(text)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <PackageRow key={one.package} one={one} lot={lot} areas={areas} />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < lot.packages.length && (
        <button type="button" class="quiet" onClick={() => setAll(true)}>
          {t('lot.show-all', { count: lot.packages.length })}
        </button>
      )}
    </>
  );
}

function signOf(one: PackageView): { shape: IconName; look: string } {
  if (one.held || one.state === 'quarantined') return { shape: 'hand', look: 'warn' };
  if (one.state === 'missing') return { shape: 'cross', look: 'bad' };
  return one.weighed ? { shape: 'check', look: 'good' } : { shape: 'square', look: '' };
}

function PackageRow({ one, lot, areas }: { one: PackageView; lot: LotView; areas: StateView['areas'] }) {
  const { codeText, language } = useTranslator();
  const { shape, look } = signOf(one);
  const area = areas.find((known) => known.area === one.area)?.name[language] ?? one.area ?? '–';
  const findings = lot.findings.filter((finding) => finding.package === one.package);
  return (
    <tr>
      <th scope="row" class="mark">
        {one.mark}
      </th>
      <td class={look}>
        <Icon shape={shape} /> {codeText('package', one.held ? 'held' : one.state)}
      </td>
      <td>
        {findings.length === 0
          ? '–'
          : findings.map(({ finding, code }) => (
              <a key={finding} class="in-table" href={buildRoomHref('case', finding)}>
                {codeText('finding', code)}
              </a>
            ))}
      </td>
      <td>{area}</td>
      <td>{one.epcHex === null ? '–' : <code>{one.epcHex}</code>}</td>
    </tr>
  );
}
