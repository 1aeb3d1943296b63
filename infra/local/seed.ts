// Fills an empty hub with a small, always equal demonstration, through the public API like any other client.

const people = [
  ['Robin Example', 'robin@example.test'],
  ['Sam Sample', 'sam@example.test'],
  ['Kim Muster', 'kim@example.test'],
] as const;

interface SeedCase {
  readonly request_type: string;
  readonly priority: string;
  readonly assigned_team: string;
  readonly intake_method: string;
  readonly request_description: string;
  /** Statuses that the case is taken through, with the reasons. */
  readonly steps: readonly (readonly [string, string])[];
}

const cases: readonly SeedCase[] = [
  {
    request_type: 'GENERAL_INQUIRY',
    priority: 'medium',
    assigned_team: 'OPERATIONS_TEAM',
    intake_method: 'manual_form',
    request_description: 'Please confirm the delivery window agreed for the spring order.',
    steps: [
      ['in_progress', 'taken over by the early shift'],
      ['completed', 'window confirmed by telephone'],
    ],
  },
  {
    request_type: 'AGREEMENT_CHANGE',
    priority: 'high',
    assigned_team: 'AGREEMENTS_TEAM',
    intake_method: 'email',
    request_description: 'The billing address of our agreement is out of date.',
    steps: [['in_progress', 'waiting for the signed form']],
  },
  {
    request_type: 'INCIDENT_REPORT',
    priority: 'urgent',
    assigned_team: 'TECHNICAL_TEAM',
    intake_method: 'phone',
    request_description: 'The customer portal shows an empty page after signing in.',
    steps: [],
  },
  {
    request_type: 'ACCOUNT_UPDATE',
    priority: 'low',
    assigned_team: 'CUSTOMER_CARE_TEAM',
    intake_method: 'manual_form',
    request_description: 'Second contact person to be added to our account.',
    steps: [['rejected', 'the person is registered already']],
  },
  {
    request_type: 'COMPLAINT',
    priority: 'medium',
    assigned_team: 'CUSTOMER_CARE_TEAM',
    intake_method: 'api',
    request_description: 'Two invoices were sent for the same agreement.',
    steps: [],
  },
];

/** @throws Error when the hub refuses what it is given, or does not carry it to a case within 30 s. */
export async function seed(apiUrl: string): Promise<void> {
  const token = await post(apiUrl, '/dev/token', { role: 'operator' }, {});
  const authorization = `Bearer ${token['access_token']}`;
  for (const [index, { steps, ...fields }] of cases.entries()) {
    const [requester_name, requester_email] = people[index % people.length] ?? people[0];
    const accepted = await post(
      apiUrl,
      '/intake/submissions',
      { ...fields, requester_name, requester_email },
      { authorization },
    );
    const caseId = String(accepted['submission_id']).replace('SUB-', 'CASE-');
    if (steps.length > 0) await caseExists(apiUrl, caseId, authorization);
    for (const [new_status, change_reason] of steps) {
      await send(
        apiUrl,
        'PATCH',
        `/operational/cases/${caseId}/status`,
        { new_status, change_reason },
        { authorization },
      );
    }
  }
}

async function caseExists(apiUrl: string, caseId: string, authorization: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const response = await fetch(`${apiUrl}/operational/cases/${caseId}`, { headers: { authorization } });
    await response.arrayBuffer();
    if (response.ok) return;
    if (Date.now() > deadline) throw new Error(`the demonstration's case ${caseId} did not appear within 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const post = (apiUrl: string, path: string, body: unknown, headers: Record<string, string>) =>
  send(apiUrl, 'POST', path, body, headers);

async function send(
  apiUrl: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Record<string, unknown>> {
  const response = await fetch(apiUrl + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok)
    throw new Error(`${method} ${path} answered ${response.status}: ${answer['detail'] ?? answer['title']}`);
  return answer;
}
