// The effect of each event type.
import type { EventType } from '../../shared/contracts/events/catalogue.ts';
import type { Effect } from './effect.ts';
import { followCase } from './effects/case-status-changed.ts';
import { createRecords } from './effects/request-created.ts';

export type Effects = { readonly [Type in EventType]: Effect<Type> };

export const effects: Effects = {
  RequestCreated: createRecords,
  OperationalCaseStatusChanged: followCase,
};
