// Puts counters wrong, as nothing in the product does.
import type { Counts } from '../../shared/core/dashboard/projections.ts';
import { counterKey } from '../../shared/table/dashboard/keys.ts';
import { additionUpdate } from '../../shared/table/engine/addition.ts';
import type { HubTable } from '../../shared/table/engine/hub-table.ts';

/** @param counts Amounts by the name of the counter; those of an hour are named `2026-03-01T08 submissions` */
export const addDrift = (table: HubTable, counts: Counts): Promise<void> =>
  table.updateOnce(additionUpdate({ key: counterKey('000'), entity: 'counter', amounts: counts }));
