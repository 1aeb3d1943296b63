// Finds a Chromium on this machine; nothing is ever downloaded.
import { existsSync } from 'node:fs';

export const chromiumPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of the browser that CHROMIUM names, or of the first usual one that exists. */
export function findChromium(): string | undefined {
  return [process.env['CHROMIUM'], ...chromiumPlaces].find((each) => each !== undefined && existsSync(each));
}
