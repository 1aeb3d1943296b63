// Item types of canonical objects. Values that an id contains are not stored; the stores beside this file derive them.
import type { CanonicalStatus } from '../../contracts/canonical.ts';
import type { Key } from '../engine/keys.ts';

export interface BusinessObjectItem extends Key {
  readonly entity: 'business_object';
  readonly object_type: string;
  readonly canonical_category: string;
  readonly lifecycle_status: CanonicalStatus;
  readonly correlation_id: string;
  readonly case_version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly lineage: {
    readonly submission_id: string;
    readonly request_number: string;
    readonly operation_case_id: string;
    readonly event_id: string;
    readonly worker_version: string;
    readonly recorded_at: string;
  };
}
