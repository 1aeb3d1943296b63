// Whether LocalStack is there is asked before anything is built for it.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { localStackEndpoint, requireLocalStack } from '../../infra/localstack/endpoint.ts';

let close: () => Promise<unknown> = async () => undefined;
afterEach(() => close());

/** Serves on a free port until the test ends. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('requireLocalStack', () => {
  it('is content with one that says how it is', async () => {
    const url = await serve(({ url: path }, response) => {
      response.statusCode = path === '/_localstack/health' ? 200 : 404;
      response.end('{}');
    });

    await expect(requireLocalStack(localStackEndpoint(url))).resolves.toBeUndefined();
  });

  it('refuses something else that answers there', async () => {
    const url = await serve((_, response) => {
      response.statusCode = 404;
      response.end();
    });

    await expect(requireLocalStack(localStackEndpoint(url))).rejects.toThrow(/^no LocalStack answers at /);
  });

  it('refuses a port where nothing listens, and says what to do', async () => {
    const url = await serve((_, response) => response.end());
    await close();

    await expect(requireLocalStack(localStackEndpoint(url))).rejects.toThrow(
      /^no LocalStack answers at http:\/\/localhost:\d+ \(LOCALSTACK_ENDPOINT\); start it there, or unset the variable/,
    );
  });

  it('waits for no answer longer than it is told', async () => {
    const url = await serve(() => undefined);

    await expect(requireLocalStack(localStackEndpoint(url), 50)).rejects.toThrow(/^no LocalStack answers at /);
  });
});
