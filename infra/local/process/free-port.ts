// Finds free ports and reports a port in use with the remedy.
import { createServer, type Server } from 'node:net';

/** Below the ephemeral port range, so that no other program receives one of these between the search and its use. */
const ours = { from: 20_000, count: 12_000 };

/** Finds a free port of 127.0.0.1 for a program that cannot request any free port itself. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = ours.from + Math.floor(Math.random() * ours.count);
    const server = createServer();
    try {
      await listen(server, port, 'probe', '--port');
    } catch (error) {
      if (isInUse(error)) continue;
      throw error;
    }
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

const isInUse = (error: unknown): boolean =>
  error instanceof Error && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'EADDRINUSE';

/**
 * Listens on 127.0.0.1 only.
 * @param port 0 for any free port
 * @param what Purpose of the port, for the error message
 * @param flag Option that sets the port, for the error message
 * @returns the port
 */
export function listen(server: Server, port: number, what: string, flag: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `port ${port} for ${what} is in use by another program; stop it or choose another with ${flag} (0: any free port)`;
      const denied = `this user may not listen on port ${port}; choose one above 1023 with ${flag}`;
      const words = error.code === 'EADDRINUSE' ? taken : denied;
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new Error(words, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
