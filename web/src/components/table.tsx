// A real table on every width: on a phone each row is a card with the columns' names beside the values; on a screen columns
// that matter less leave first, and what is still too wide scrolls on its own.
import type { ComponentChildren } from 'preact';

export interface Column<T> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: T) => ComponentChildren;
  /** From which width of a screen on it is shown; the cards of a phone have all but `wide`. @default 'always' */
  readonly from?: 'always' | 'medium' | 'wide';
  /** Leaves the column's name away in the cards of a phone, where the value says it itself. @default false */
  readonly plain?: boolean;
  /** Not in the cards of a phone, where another value says it too. @default false */
  readonly beside?: boolean;
  /** The cell names the row. @default false */
  readonly names?: boolean;
}

export interface TableProps<T> {
  /** Read out before the table. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}

export function Table<T>({ caption, columns, rows, keyOf }: TableProps<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups form fields; this groups a table that may scroll
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div class="table-frame" role="group" tabIndex={0} aria-label={caption}>
      <table class="table">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" class={`from-${column.from ?? 'always'}`}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<T>({ column, row }: { column: Column<T>; row: T }) {
  const className = `from-${column.from ?? 'always'} ${column.beside === true ? 'not-narrow' : ''}`;
  if (column.names !== true) {
    return (
      <td class={className} data-label={column.plain === true ? undefined : column.header}>
        {column.cell(row)}
      </td>
    );
  }
  return (
    <th scope="row" class={className}>
      {column.cell(row)}
    </th>
  );
}
