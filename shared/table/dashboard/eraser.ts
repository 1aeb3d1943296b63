// Personal data of a requester in the read model. Nothing is erased here: the projector carries the erased submission into its
// row, as every newer version.
import type { SectionName } from '../../core/dashboard/record-row.ts';
import type { PersonalData } from '../engine/eraser.ts';

type RecordItem = { readonly entity: 'record' } & { readonly [Name in SectionName]?: unknown };

export const dashboardPersonalData: PersonalData<RecordItem | { readonly entity: 'counter' | 'activity' | 'recount' }> =
  {
    record: { erased: ['submission'] },
    counter: 'none',
    activity: 'none',
    recount: 'none',
  };
