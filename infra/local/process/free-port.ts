// Finds ports and says in plain words when one is taken.
import { createServer, type Server } from 'node:net';

/** Below the ports that systems give to whoever asks for any: nobody is given one of these between finding and using it. */
const ours = { from: 20_000, count: 12_000 };

/** A port of 127.0.0.1 that nobody listens on now, for a program that cannot ask for any free one itself. */
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
 * @param port 0 for any free one
 * @param what Named in the message when the port is taken
 * @param flag Option that chooses another port, named in the message
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
