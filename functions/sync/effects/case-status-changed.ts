// Effect of OperationalCaseStatusChanged: sets the canonical object to the status of its case.
import { makeId, ulidOf } from '../../../shared/contracts/ids.ts';
import { canonicalStatusOf } from '../../../shared/core/canonical/canonical-mapping.ts';
import { HubError } from '../../../shared/errors/hub-error.ts';
import { type Effect, settled } from '../effect.ts';

export const followCase: Effect<'OperationalCaseStatusChanged'> = async (data, { claim, log }, deps) => {
  const businessObjectId = makeId('businessObject', ulidOf(data.operation_case_id));
  const lifecycleStatus = canonicalStatusOf(data.new_status);
  const message = `business object ${businessObjectId} is ${lifecycleStatus}, as case version ${data.case_version}`;
  const sync = log(message);
  const outcome = await deps.sync.advance(claim, sync, {
    businessObjectId,
    lifecycleStatus,
    caseVersion: data.case_version,
    updatedAt: sync.processed_at,
  });
  if (outcome.kind !== 'object-not-behind') return settled(outcome, { kind: 'synced', message }, claim);

  const shown = await deps.sync.objectVersion(businessObjectId);
  if (shown === undefined) {
    throw new HubError({
      kind: 'transient',
      code: 'SYNC.OBJECT_NOT_THERE_YET',
      message: `business object ${businessObjectId} does not exist yet; the event of its request is still on its way`,
    });
  }
  const why = `skipped: business object ${businessObjectId} already has case version ${shown}, this event has version ${data.case_version}`;
  return settled(await deps.sync.complete(claim, log(why, 'skipped')), { kind: 'skipped', message: why }, claim);
};
