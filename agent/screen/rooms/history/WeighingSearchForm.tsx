// What to search for: any of the fields, all that are filled must hold. A scan fills the package and searches at once.
import { useState } from 'preact/hooks';
import { useQuery } from '../../shared/requestHooks.ts';
import { useScanHandler } from '../../shared/scannerContext.ts';
import { useTranslator, type TextKey } from '../../shared/translator.ts';
import { readOperators, type WeighingSearch } from '../../wire/agentClient.ts';
import { EMPTY_WEIGHING_SEARCH } from './searchCriteria.ts';

interface WeighingSearchFormProps {
  instruments: readonly string[];
  busy: boolean;
  onSearch: (search: WeighingSearch) => void;
}

interface Field {
  name: keyof WeighingSearch;
  text: TextKey;
  /** Which list is offered; typing something else is allowed: who left is still in the history. */
  list?: string;
  time?: true;
}

const FIELDS: readonly Field[] = [
  { name: 'package', text: 'history.find-package' },
  { name: 'lot', text: 'history.lot' },
  { name: 'order', text: 'history.order' },
  { name: 'instrument', text: 'history.instrument', list: 'history-instruments' },
  { name: 'operator', text: 'history.operator', list: 'history-operators' },
  { name: 'from', text: 'history.from', time: true },
  { name: 'to', text: 'history.to', time: true },
];
const MAX_FIELD_CHARACTERS = 128;

export function WeighingSearchForm({ instruments, busy, onSearch }: WeighingSearchFormProps) {
  const { t } = useTranslator();
  const [search, setSearch] = useState(EMPTY_WEIGHING_SEARCH);
  const submitSearch = (next: WeighingSearch): void => {
    setSearch(next);
    onSearch(next);
  };
  useScanHandler((code) => {
    submitSearch({ ...EMPTY_WEIGHING_SEARCH, package: code });
    return true;
  });
  return (
    <form
      class="card search"
      aria-label={t('history.search')}
      onSubmit={(event) => {
        event.preventDefault();
        submitSearch(search);
      }}
    >
      <p class="hint">{t('history.scan-hint')}</p>
      <div class="fields">
        {FIELDS.map(({ name, text, list, time }) => (
          <label key={name}>
            {t(text)}
            <input
              type={time ? 'datetime-local' : 'text'}
              list={list}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              maxLength={time ? undefined : MAX_FIELD_CHARACTERS}
              value={search[name]}
              onInput={(event) => {
                const { value } = event.currentTarget;
                setSearch((previous) => ({ ...previous, [name]: value }));
              }}
            />
          </label>
        ))}
      </div>
      <SearchSuggestions instruments={instruments} />
      <div class="choices">
        <button type="submit" disabled={busy}>
          {t('history.search')}
        </button>
        <button type="button" class="quiet" onClick={() => submitSearch(EMPTY_WEIGHING_SEARCH)}>
          {t('history.clear')}
        </button>
      </div>
    </form>
  );
}

function SearchSuggestions({ instruments }: { instruments: readonly string[] }) {
  const operators = useQuery(readOperators, '').value?.operators ?? [];
  return (
    <>
      <datalist id="history-instruments">
        {instruments.map((instrument) => (
          <option key={instrument} value={instrument} />
        ))}
      </datalist>
      <datalist id="history-operators">
        {operators.map(({ operator, name }) => (
          <option key={operator} value={operator}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
