// A table for every width. On a phone each row is a card with the column names beside the values; on a wider screen
// less important columns disappear first, and a table that is still too wide scrolls.
import type { ComponentChildren } from 'preact';

export interface Column<T> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: T) => ComponentChildren;
  /** Minimum screen width for the column; phone cards show all columns but `wide` ones. @default 'always' */
  readonly from?: 'always' | 'medium' | 'wide';
  /** Omits the column name in phone cards, for self-explanatory values. @default false */
  readonly plain?: boolean;
  /** Omits the column in phone cards, where another value repeats it. @default false */
  readonly beside?: boolean;
  /** The cell is the row header. @default false */
  readonly names?: boolean;
}

export interface TableProps<T> {
  /** Caption for assistive technology. */
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
