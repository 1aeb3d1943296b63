// All item types of the table with the personal data of each.
import type { AuditEntryItem } from '../audit/items.ts';
import type { BusinessObjectItem } from '../canonical/items.ts';
import { dashboardPersonalData } from '../dashboard/eraser.ts';
import { deskPersonalData } from '../desk/eraser.ts';
import { documentPersonalData } from '../documents/eraser.ts';
import type { PersonalData, PersonalFields } from '../engine/eraser.ts';
import { intakePersonalData } from '../intake/eraser.ts';
import { operationsPersonalData } from '../operations/eraser.ts';
import type { AttemptItem, EventItem } from '../outbox/items.ts';
import type { ReferenceHistoryItem, ReferenceValueItem } from '../reference-data/items.ts';
import type { ServiceRequestItem } from '../source-system/items.ts';
import type { ErasureItem, ErasureOfItem } from './items.ts';

const others: PersonalData<
  | AuditEntryItem
  | ErasureItem
  | ErasureOfItem
  | EventItem
  | AttemptItem
  | ServiceRequestItem
  | BusinessObjectItem
  | ReferenceValueItem
  | ReferenceHistoryItem
  | { readonly entity: 'once' | 'secret' | 'catalogue' | 'issuer_key' | 'issuer_keys' }
> = {
  audit_entry: {
    erased: [],
    // Actors are operators, who are no requesters; the subject is an id.
    kept: { reason: 'the audit says why an operator acted; its entries are never changed' },
  },
  erasure: { erased: [], kept: { reason: 'it says why the data were erased; one that holds the address is refused' } },
  erasure_of: 'none',
  event: 'none',
  attempt: 'none',
  service_request: 'none',
  business_object: 'none',
  reference_value: 'none',
  reference_history: 'none',
  once: 'none',
  secret: 'none',
  catalogue: 'none',
  issuer_key: 'none',
  issuer_keys: 'none',
};

export const personalData: Readonly<Record<string, 'none' | PersonalFields>> = {
  ...intakePersonalData,
  ...operationsPersonalData,
  ...documentPersonalData,
  ...dashboardPersonalData,
  ...deskPersonalData,
  ...others,
};
