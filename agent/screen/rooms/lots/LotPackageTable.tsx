// The packages of a lot as a table: state, place, tag, and what is open about each.
import { useState } from 'preact/hooks';
import type { LotView, PackageView, StateView } from '../../../core/views/stateView.ts';
import { buildRoomHref } from '../../frame/route.ts';
import { formatDate } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { choosePackageIcon } from '../../shared/packageIcon.ts';
import { useTranslator } from '../../shared/translator.ts';
import { sortByProof } from './provedPackages.ts';

/** More rows at once make a tablet slow; the rest comes when asked for. */
const SHOWN_AT_FIRST = 100;

export function LotPackageTable({ lot, areas }: { lot: LotView; areas: StateView['areas'] }) {
  const { t } = useTranslator();
  const [showsAll, setShowsAll] = useState(false);
  const [isOldestFirst, setOldestFirst] = useState(false);
  const packages = isOldestFirst ? sortByProof(lot.packages) : lot.packages;
  const visiblePackages = showsAll ? packages : packages.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      <p class="choices">
        <button type="button" class="quiet" aria-pressed={isOldestFirst} onClick={() => setOldestFirst(!isOldestFirst)}>
          {t('lot.oldest-first')}
        </button>
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t('packages')}>
        <table class="figures">
          <thead>
            <tr>
              {(['lot.mark', 'lot.state', 'lot.open-cases', 'lot.area', 'lot.tag', 'lot.proved'] as const).map(
                (text) => (
                  <th key={text} scope="col">
                    {t(text)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {visiblePackages.map((packageView) => (
              <PackageRow key={packageView.package} packageView={packageView} lot={lot} areas={areas} />
            ))}
          </tbody>
        </table>
      </div>
      {visiblePackages.length < lot.packages.length && (
        <button type="button" class="quiet" onClick={() => setShowsAll(true)}>
          {t('lot.show-all', { count: lot.packages.length })}
        </button>
      )}
    </>
  );
}

function PackageRow({
  packageView,
  lot,
  areas,
}: {
  packageView: PackageView;
  lot: LotView;
  areas: StateView['areas'];
}) {
  const { codeText, language } = useTranslator();
  const { shape, tone } = choosePackageIcon(packageView);
  const area =
    areas.find((candidate) => candidate.area === packageView.area)?.name[language] ?? packageView.area ?? '–';
  const findings = lot.findings.filter((finding) => finding.package === packageView.package);
  return (
    <tr>
      <th scope="row" class="mark">
        {packageView.mark}
      </th>
      <td class={tone}>
        <Icon shape={shape} /> {codeText('package', packageView.held ? 'held' : packageView.state)}
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
      <td>{packageView.epcHex === null ? '–' : <code>{packageView.epcHex}</code>}</td>
      <td>
        {packageView.proved === null
          ? '–'
          : `${formatDate(language, packageView.proved.wallMs)} ${codeText('proof', packageView.proved.way)}`}
      </td>
    </tr>
  );
}
