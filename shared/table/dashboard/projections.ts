// The registry of projected entities. The projector's stream filter, its merge, the rebuild, the counters and the recount
// derive from it: an entity becomes part of the read model by one entry here.
import { makeId, ulidOf } from '../../contracts/ids.ts';
import {
  businessObjectProjection,
  caseProjection,
  eventProjection,
  type Projection,
  serviceRequestProjection,
  submissionProjection,
} from '../../core/dashboard/projections.ts';
import { businessObjectKey } from '../canonical/keys.ts';
import type { Boundary, Key } from '../engine/keys.ts';
import { submissionKey } from '../intake/keys.ts';
import { caseKey } from '../operations/keys.ts';
import { eventKey } from '../outbox/keys.ts';
import { serviceRequestKey } from '../source-system/keys.ts';

/** A record as the rebuild finds it: one of its submission's events. */
export interface RecordEvent {
  readonly submissionId: string;
  readonly eventId: string;
}

/** A projection with the place of its items. */
export interface ProjectedEntity extends Projection {
  /** Boundary that owns the items: functions that rebuild rows may read it. */
  readonly boundary: Boundary;
  /** Key of the record's item, for the rebuild. */
  readonly key: (record: RecordEvent) => Key;
}

export const projections: readonly ProjectedEntity[] = [
  {
    ...submissionProjection,
    boundary: 'intake',
    key: ({ submissionId }) => submissionKey(submissionId),
  },
  {
    ...serviceRequestProjection,
    boundary: 'source_system',
    key: ({ submissionId }) => serviceRequestKey(makeId('serviceRequest', ulidOf(submissionId))),
  },
  {
    ...eventProjection,
    boundary: 'outbox',
    key: ({ submissionId, eventId }) => eventKey(makeId('correlation', ulidOf(submissionId)), eventId),
  },
  {
    ...caseProjection,
    boundary: 'operational',
    key: ({ submissionId }) => caseKey(makeId('case', ulidOf(submissionId))),
  },
  {
    ...businessObjectProjection,
    boundary: 'canonical',
    key: ({ submissionId }) => businessObjectKey(makeId('businessObject', ulidOf(submissionId))),
  },
];

/** Entities that the projector's stream mapping passes on. */
export const projectedEntities = (registry: readonly ProjectedEntity[] = projections): readonly string[] =>
  unique(registry.map(({ entity }) => entity));

/** Boundaries whose items the read models show. */
export const projectedBoundaries = (registry: readonly ProjectedEntity[] = projections): readonly Boundary[] =>
  unique(registry.map(({ boundary }) => boundary));

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];
