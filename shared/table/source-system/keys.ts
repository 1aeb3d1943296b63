// Keys of the source_system boundary: service requests.
import type { Key } from '../engine/keys.ts';

export const serviceRequestKey = (requestNumber: string): Key => ({ pk: `SOURCE#${requestNumber}`, sk: 'REQUEST' });
