// The filters of the submissions list. They are part of the address: a choice navigates there, and Back removes it.

import { useSignal } from '@preact/signals';
import type { ReferenceValue } from '../../../../shared/contracts/reference.ts';
import { rowStatuses } from '../../../../shared/contracts/values/dashboard.ts';
import { lacking } from '../../auth/permission.ts';
import { Icon } from '../../components/icon.tsx';
import { ChoiceList, Picker } from '../../components/picker.tsx';
import { labelOf } from '../../model/labels.ts';
import {
  chipsOf,
  type FilterChip,
  filterKinds,
  filterLabels,
  type ListFilter,
  listFilters,
  newestFirst,
  noFilters,
  oldestFirst,
  type SubmissionFilters,
  toggled,
  valueWords,
  without,
} from '../../model/submission-filters.ts';
import { useServices } from '../../state/services.ts';
import { DateField, TypedField } from './filter-fields.tsx';

export interface FilterBarProps {
  readonly filters: SubmissionFilters;
  /** @param replace Replaces the history entry, for filters that change while the person types. */
  readonly onChange: (filters: SubmissionFilters, replace?: boolean) => void;
}

export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { session, reference } = useServices();
  const open = useSignal(false);
  const mayReadPeople = lacking(session.current.value?.role ?? 'viewer', 'personal-data:read') === null;
  const chips = chipsOf(filters, reference.value);
  return (
    <search class="filters">
      <div class="filters__head">
        {mayReadPeople && (
          <TypedField
            id="filter-q"
            label="Search the text of submissions"
            placeholder="Search name, e-mail, id or text"
            value={filters.q}
            onValue={(q) => onChange({ ...filters, q }, filters.q !== '')}
          />
        )}
        <button
          type="button"
          class="button filters__toggle"
          aria-expanded={open.value}
          aria-controls="filter-fields"
          onClick={() => {
            open.value = !open.value;
          }}
        >
          <Icon name="filter" />
          Filters{chips.length > 0 && ` (${chips.length})`}
        </button>
        <SortField filters={filters} onChange={onChange} />
      </div>
      <div id="filter-fields" class={`filters__fields ${open.value ? 'filters__fields--open' : ''}`}>
        {listFilters.map((name) => (
          <ListPicker key={name} name={name} filters={filters} onChange={onChange} />
        ))}
        <Picker label="Received" count={[filters.created_from, filters.created_to].filter(Boolean).length}>
          <DateField
            label="From"
            value={filters.created_from}
            onValue={(created_from) => onChange({ ...filters, created_from })}
          />
          <DateField
            label="Until"
            value={filters.created_to}
            onValue={(created_to) => onChange({ ...filters, created_to })}
          />
        </Picker>
        {mayReadPeople && (
          <Picker label="Requester" count={filters.requester === '' ? 0 : 1}>
            <TypedField
              id="filter-requester"
              label="Name or e-mail address"
              shown
              value={filters.requester}
              onValue={(requester) => onChange({ ...filters, requester }, filters.requester !== '')}
            />
          </Picker>
        )}
        <label class={`picker__button ${filters.overdue === 'true' ? 'picker__button--set' : ''}`}>
          <input
            type="checkbox"
            checked={filters.overdue === 'true'}
            onChange={() => onChange({ ...filters, overdue: filters.overdue === 'true' ? '' : 'true' })}
          />
          Overdue only
        </label>
      </div>
      <Chips chips={chips} filters={filters} onChange={onChange} />
    </search>
  );
}

function ListPicker({ name, filters, onChange }: FilterBarProps & { readonly name: ListFilter }) {
  const { reference } = useServices();
  const known =
    name === 'status'
      ? rowStatuses.map((value) => ({ value, label: valueWords('status', value, undefined) }))
      : (reference.value?.[filterKinds[name]] ?? []).map(offered);
  // A filter from a bookmark stays removable when its value is no longer offered.
  const extra = filters[name].filter((value) => known.every((each) => each.value !== value));
  const options = [...known, ...extra.map((value) => ({ value, label: valueWords(name, value, reference.value) }))];
  return (
    <Picker label={filterLabels[name]} count={filters[name].length}>
      <ChoiceList
        legend={filterLabels[name]}
        options={options}
        chosen={filters[name]}
        onToggle={(value) => onChange(toggled(filters, name, value))}
      />
    </Picker>
  );
}

/** Older submissions keep values that are no longer offered. */
const offered = (each: ReferenceValue) => ({
  value: each.code,
  label: each.status === 'retired' ? `${labelOf(each)} (retired)` : labelOf(each),
});

function SortField({ filters, onChange }: FilterBarProps) {
  return (
    <label class="filters__sort">
      <span class="visually-hidden">Order</span>
      <select
        class="control"
        value={filters.sort}
        onInput={(event) => onChange({ ...filters, sort: event.currentTarget.value })}
      >
        <option value={newestFirst}>Newest first</option>
        <option value={oldestFirst}>Oldest first</option>
      </select>
    </label>
  );
}

interface ChipsProps extends FilterBarProps {
  readonly chips: readonly FilterChip[];
}

function Chips({ chips, filters, onChange }: ChipsProps) {
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters in use">
      {chips.map((chip) => (
        <li key={`${chip.name}=${chip.value}`}>
          <button
            type="button"
            class="chip"
            aria-label={`Remove the filter ${chip.words}`}
            onClick={() => onChange(without(filters, chip))}
          >
            {chip.words}
            <Icon name="cross" />
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="chip chip--plain" onClick={() => onChange({ ...noFilters, sort: filters.sort })}>
          Clear all
        </button>
      </li>
    </ul>
  );
}
