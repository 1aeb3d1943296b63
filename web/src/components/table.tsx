// A real table on every width: columns that matter less leave first, and what is still too wide scrolls on its own.
import type { ComponentChildren } from 'preact';

export interface Column<T> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: T) => ComponentChildren;
  /** From which width on it is shown. @default 'always' */
  readonly from?: 'always' | 'medium' | 'wide';
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
  const className = `from-${column.from ?? 'always'}`;
  if (column.names !== true) return <td class={className}>{column.cell(row)}</td>;
  return (
    <th scope="row" class={className}>
      {column.cell(row)}
    </th>
  );
}
