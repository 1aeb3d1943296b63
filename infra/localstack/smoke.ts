// The smoke test after a deployment: one submission has to reach its case and its canonical object.

/** A cold start in a container takes seconds, and a submission passes four functions. */
const deadlineMs = 120_000;

/** @returns milliseconds until the row was visible. @throws Error with the last state. */
export async function smokeTest(apiUrl: string): Promise<number> {
  const token = await post(`${apiUrl}/dev/token`, { role: 'operator' }, {});
  const authorization = `Bearer ${token['access_token']}`;
  const startedAt = performance.now();
  const accepted = await post(`${apiUrl}/intake/submissions`, body, { authorization });
  let seen = 'nothing';
  while (performance.now() - startedAt < deadlineMs) {
    const response = await fetch(`${apiUrl}/dashboard/records/${accepted['submission_id']}`, {
      headers: { authorization },
    });
    const record = (await response.json()) as { event?: { event_status?: string }; business_object?: unknown };
    seen = record.event === undefined ? `status ${response.status}` : `an event that is ${record.event.event_status}`;
    if (record.business_object && record.event?.event_status === 'completed') return performance.now() - startedAt;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(
    `the smoke test saw ${seen} of ${accepted['submission_id']} after ${deadlineMs / 1000} s; look at the logs of the functions relay, sync and projector`,
  );
}

const body = {
  intake_method: 'api',
  requester_name: 'Smoke Test',
  requester_email: 'smoke@example.test',
  request_description: 'Made by the smoke test after a deployment.',
  request_type: 'GENERAL_INQUIRY',
  priority: 'low',
  assigned_team: 'OPERATIONS_TEAM',
};

async function post(url: string, content: unknown, headers: Record<string, string>): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(content),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${url} answered ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Record<string, unknown>;
}
