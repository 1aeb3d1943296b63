// Seeds an empty hub with demonstration data through the public API, as an administrator.

/** @throws Error when the hub refuses a request. */
export async function seed(apiUrl: string): Promise<void> {
  const { access_token } = await post(`${apiUrl}/dev/token`, { role: 'admin' }, {});
  await post(`${apiUrl}/admin/demo/reset`, { seed: true }, { authorization: `Bearer ${access_token}` });
}

async function post(url: string, body: unknown, headers: Record<string, string>): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${answer['detail'] ?? answer['title']}`);
  return answer;
}
