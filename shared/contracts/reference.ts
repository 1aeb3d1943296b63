// Reference data: the values the intake form offers. Codes are the wire values, labels are for people.
import * as z from 'zod/mini';

export interface ReferenceValue {
  readonly code: string;
  readonly label: string;
}

export const requestTypes = [
  { code: 'GENERAL_INQUIRY', label: 'General inquiry' },
  { code: 'ACCOUNT_UPDATE', label: 'Account update' },
  { code: 'AGREEMENT_CHANGE', label: 'Agreement change' },
  { code: 'INCIDENT_REPORT', label: 'Incident report' },
  { code: 'COMPLAINT', label: 'Complaint' },
] as const satisfies readonly ReferenceValue[];

export const priorities = [
  { code: 'low', label: 'Low' },
  { code: 'medium', label: 'Medium' },
  { code: 'high', label: 'High' },
  { code: 'urgent', label: 'Urgent' },
] as const satisfies readonly ReferenceValue[];

export const teams = [
  { code: 'OPERATIONS_TEAM', label: 'Operations' },
  { code: 'CUSTOMER_CARE_TEAM', label: 'Customer care' },
  { code: 'AGREEMENTS_TEAM', label: 'Agreements' },
  { code: 'TECHNICAL_TEAM', label: 'Technical' },
] as const satisfies readonly ReferenceValue[];

export const intakeMethods = [
  { code: 'manual_form', label: 'Portal form' },
  { code: 'phone', label: 'Telephone' },
  { code: 'email', label: 'E-mail' },
  { code: 'api', label: 'API' },
] as const satisfies readonly ReferenceValue[];

const codes = <T extends readonly ReferenceValue[]>(values: T) =>
  z.enum(values.map((value) => value.code) as [T[number]['code'], ...T[number]['code'][]]);

export const requestType = codes(requestTypes);
export const priority = codes(priorities);
export const assignedTeam = codes(teams);
export const intakeMethod = codes(intakeMethods);

const referenceList = z.array(z.object({ code: z.string(), label: z.string() }));

/** Body of `GET /reference`. */
export const referenceData = z.object({
  request_types: referenceList,
  priorities: referenceList,
  assigned_teams: referenceList,
  intake_methods: referenceList,
});
