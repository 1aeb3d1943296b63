// Calls to the hub beside the browser: what another person, or another system, does meanwhile.
import { hub, type Role } from './browser.ts';

export interface Direct {
  submit(fields?: Readonly<Record<string, string>>): Promise<string>;
  /** Waits until the submission has its case and answers the case's id. */
  caseOf(submissionId: string): Promise<string>;
  changeStatus(caseId: string, newStatus: string, reason: string): Promise<void>;
}

const deadlineMs = 60_000;
const pollMs = 150;

export async function accessToken(role: Role): Promise<string> {
  return (await call<{ access_token: string }>('POST', '/dev/token', { role })).access_token;
}

export async function signInDirectly(role: Role): Promise<Direct> {
  const token = await accessToken(role);
  const as = <T>(method: string, path: string, body?: unknown) => call<T>(method, path, body, token);
  return {
    async submit(fields = {}) {
      const accepted = await as<{ submission_id: string }>('POST', '/intake/submissions', { ...sample, ...fields });
      return accepted.submission_id;
    },
    async caseOf(submissionId) {
      const deadline = Date.now() + deadlineMs;
      while (Date.now() < deadline) {
        const row = await as<LifecycleRecord>('GET', `/dashboard/records/${submissionId}`).catch(() => null);
        if (row?.operation_case) return row.operation_case.operation_case_id;
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
      throw new Error(`no case for ${submissionId} within ${deadlineMs} ms`);
    },
    async changeStatus(caseId, new_status, change_reason) {
      await as('PATCH', `/operational/cases/${caseId}/status`, { new_status, change_reason });
    },
  };
}

interface LifecycleRecord {
  readonly operation_case: { readonly operation_case_id: string } | null;
}

const sample = {
  intake_method: 'api',
  requester_name: 'Maren Holt',
  requester_email: 'maren.holt@example.test',
  request_description: 'Please confirm which documents are needed.',
  request_type: 'GENERAL_INQUIRY',
  priority: 'medium',
  assigned_team: 'OPERATIONS_TEAM',
};

async function call<T>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
  const response = await fetch(hub.api + path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
