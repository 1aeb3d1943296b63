// Keys of the canonical boundary: business objects.
import type { Key } from '../engine/keys.ts';

export const businessObjectKey = (businessObjectId: string): Key => ({ pk: `CANON#${businessObjectId}`, sk: 'OBJECT' });
