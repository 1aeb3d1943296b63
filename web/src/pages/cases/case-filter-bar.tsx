// The filters of the case list. They are part of the address: a choice navigates there, and Back removes it.
import { caseStatuses } from '../../../../shared/contracts/values/cases.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceList, Picker } from '../../components/picker.tsx';
import {
  type CaseFilters,
  type CaseListFilter,
  caseListFilters,
  caseSorts,
  isFiltered,
  mayBeDue,
  noCaseFilters,
  toggledCase,
} from '../../model/case-filters.ts';
import { codeLabel, labelOf, statusLabel } from '../../model/labels.ts';
import { useServices } from '../../state/services.ts';

interface Props {
  readonly filters: CaseFilters;
  readonly onChange: (filters: CaseFilters) => void;
}

const labels: Readonly<Record<CaseListFilter, string>> = {
  status: 'Status',
  priority: 'Priority',
  assigned_team: 'Team',
  request_type: 'Type',
};

const kinds = { priority: 'priorities', assigned_team: 'assigned_teams', request_type: 'request_types' } as const;

const sorts = [
  [caseSorts.newest, 'Newest first'],
  [caseSorts.oldest, 'Oldest first'],
  [caseSorts.due, 'Due first'],
] as const;

export function CaseFilterBar({ filters, onChange }: Props) {
  return (
    <search class="case-filters" aria-label="Cases">
      {caseListFilters.map((name) => (
        <ListPicker key={name} name={name} filters={filters} onChange={onChange} />
      ))}
      <label class={`picker__button ${filters.overdue ? 'picker__button--set' : ''}`}>
        <input
          type="checkbox"
          checked={filters.overdue}
          onChange={() => onChange({ ...filters, overdue: !filters.overdue })}
        />
        Overdue only
      </label>
      {isFiltered(filters) && (
        <Button kind="quiet" onClick={() => onChange({ ...noCaseFilters, sort: filters.sort })}>
          Clear all
        </Button>
      )}
      <label class="filters__sort">
        <span class="visually-hidden">Order</span>
        <select
          class="control"
          value={filters.sort}
          onInput={(event) => onChange({ ...filters, sort: event.currentTarget.value })}
        >
          {sorts.map(([value, words]) => (
            <option key={value} value={value} disabled={value === caseSorts.due && !mayBeDue(filters)}>
              {words}
            </option>
          ))}
        </select>
      </label>
    </search>
  );
}

function ListPicker({ name, filters, onChange }: Props & { readonly name: CaseListFilter }) {
  const { reference } = useServices();
  const values = name === 'status' ? undefined : reference.value?.[kinds[name]];
  const known =
    name === 'status'
      ? caseStatuses.map((value) => ({ value: value as string, label: statusLabel(value) }))
      : (values ?? []).map((each) => ({ value: each.code, label: labelOf(each) }));
  // A filter from a bookmark stays removable when its value is no longer offered.
  const extra = filters[name].filter((value) => known.every((each) => each.value !== value));
  const options = [...known, ...extra.map((value) => ({ value, label: codeLabel(values, value) }))];
  return (
    <Picker label={labels[name]} count={filters[name].length}>
      <ChoiceList
        legend={labels[name]}
        options={options}
        chosen={filters[name]}
        onToggle={(value) => onChange(toggledCase(filters, name, value))}
      />
    </Picker>
  );
}
