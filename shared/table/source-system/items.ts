// Item types of service requests. Values that an id contains are not stored; the stores beside this file derive them.
import type { ServiceRequest } from '../../contracts/intake.ts';
import type { Key } from '../engine/keys.ts';

export interface ServiceRequestItem extends Key {
  readonly entity: 'service_request';
  readonly request_type: string;
  readonly priority: string;
  readonly assigned_team: string;
  readonly lifecycle_status: ServiceRequest['lifecycle_status'];
  readonly created_at: string;
  /** Absent from items of older versions, which have not changed since. */
  readonly version?: number;
  readonly updated_at?: string;
}
