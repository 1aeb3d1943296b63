// Locates LocalStack and configures the tools that call it. LOCALSTACK_ENDPOINT names a running one; without it, the
// one of docker-compose.localstack.yml is used.

/** Host name that LocalStack's public DNS entry resolves to this machine, for buckets as host names. */
const dockerEndpoint = 'http://localhost.localstack.cloud:4566';

export interface LocalStackEndpoint {
  /** For example `http://localhost:4566`. */
  readonly url: string;
  /** True when Docker has to start it. */
  readonly docker: boolean;
  /** Environment for cdklocal, the SDKs and the deployment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** @param given Value of LOCALSTACK_ENDPOINT. @throws Error when it is not a local URL. */
export function localStackEndpoint(given: string | undefined): LocalStackEndpoint {
  const url = new URL(given === undefined || given === '' ? dockerEndpoint : given);
  const local = ['localhost', '127.0.0.1', 'localhost.localstack.cloud'].includes(url.hostname);
  if (!local) {
    throw new Error(
      `LOCALSTACK_ENDPOINT is ${given}; only an address of this machine is allowed, such as http://localhost:4566`,
    );
  }
  const host = url.hostname === '127.0.0.1' ? `localhost:${url.port}` : url.host;
  return {
    url: `http://${host}`,
    docker: given === undefined || given === '',
    environment: {
      AWS_ENDPOINT_URL: `http://${host}`,
      AWS_ENDPOINT_URL_S3: `http://s3.${host}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    },
  };
}

/** A running LocalStack answers within milliseconds. */
const healthLimitMs = 2_000;

/**
 * Checks that LocalStack answers, before anything is built for it.
 * @param limitMs Timeout in milliseconds. @default 2,000
 * @throws Error with the remedy.
 */
export async function requireLocalStack({ url }: LocalStackEndpoint, limitMs: number = healthLimitMs): Promise<void> {
  const healthy = await fetch(`${url}/_localstack/health`, { signal: AbortSignal.timeout(limitMs) }).then(
    (response) => response.ok,
    () => false,
  );
  if (!healthy) {
    throw new Error(
      `no LocalStack answers at ${url} (LOCALSTACK_ENDPOINT); start it there, or unset the variable to have Docker start one`,
    );
  }
}

/** URL of the API on LocalStack; the stack's output has a host name that only LocalStack's own DNS resolves. */
export function localApiUrl(endpoint: LocalStackEndpoint, apiUrl: string): string {
  const { hostname, pathname } = new URL(apiUrl);
  const [apiId = ''] = hostname.split('.');
  return `${endpoint.url}/_aws/execute-api/${apiId}${pathname.replace(/\/$/, '')}`;
}

/** URL of the dashboard on LocalStack: same origin as the API, path style. */
export const localSiteUrl = (endpoint: LocalStackEndpoint, bucket: string): string =>
  `${endpoint.url}/${bucket}/index.html`;
