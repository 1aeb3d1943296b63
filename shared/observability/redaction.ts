// Redacts personal data and secrets in logs, by field name and by text pattern.

const removed = '[redacted]';
const longestText = 4096;

const secretFields = new Set([
  'authorization',
  'token',
  'access_token',
  'password',
  'secret',
  'cookie',
  'requester_email',
  'requester_name',
  'request_description',
  'body',
]);

// Bounded repetitions keep the run time linear in the length of any text.
const eMail = /[^\s@<>"'(),;:\\]{1,64}@[^\s@<>"'(),;:\\]{1,255}/g;
const bearer = /\bbearer\s+[\w.~+/-]{1,8192}=*/gi;
const jsonWebToken = /\beyJ[\w-]{5,4096}(\.[\w-]{0,8192}){1,2}/g;

/** `JSON.stringify` replacer for every log line. */
export function redact(key: string, value: unknown): unknown {
  if (value !== undefined && value !== null && secretFields.has(key.toLowerCase())) return removed;
  return typeof value === 'string' ? redactText(value) : value;
}

/** Redacts e-mail addresses, bearer tokens and JSON Web Tokens, and cuts the text at 4,096 characters. */
export function redactText(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return cut.replace(bearer, `Bearer ${removed}`).replace(jsonWebToken, removed).replace(eMail, removed);
}
