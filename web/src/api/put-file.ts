// Sends bytes to an upload link. It uses XMLHttpRequest, because fetch does not report upload progress.
import { connectionProblem, type Problem, type Result } from './problem.ts';
import type { PutOptions } from './put-options.ts';

/** Forbidden headers, which only the browser may set. */
const browserHeaders = ['content-length', 'host'];

/** Never rejects. */
export function putFile({ url, headers, body, onProgress, signal }: PutOptions): Promise<Result<null>> {
  return new Promise((resolve) => {
    const failed = (problem: Problem) => resolve({ ok: false, problem });
    if (signal.aborted) {
      failed(connectionProblem(true));
      return;
    }
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener('abort', abort, { once: true });
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve({ ok: true, value: null, etag: null });
      else failed(storeProblem(request.status, request.responseText));
    });
    request.addEventListener('error', () => failed(connectionProblem(false)));
    request.addEventListener('abort', () => failed(connectionProblem(true)));
    request.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) {
      if (!browserHeaders.includes(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.send(body);
  });
}

/** The store answers in XML with its own codes; the outcome says only whether a new link would help. */
function storeProblem(status: number, answer: string): Problem {
  const code = /<Code>([A-Za-z]{1,60})<\/Code>/.exec(answer)?.[1] ?? `HTTP${status}`;
  return {
    status,
    code: `UPLOAD.${code}`,
    title: 'The file was not accepted',
    detail:
      status === 403
        ? 'The upload link is no longer valid, or the file is another than the one declared. A new link is asked for.'
        : 'The store refused the file.',
    traceId: null,
    retryable: status >= 500,
    errors: [],
    allowed: null,
  };
}
