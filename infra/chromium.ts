// Finds an installed Chromium; it never downloads one.
import { existsSync } from 'node:fs';

export const chromiumPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of the browser from CHROMIUM, or of the first usual place that exists. */
export function findChromium(): string | undefined {
  return [process.env['CHROMIUM'], ...chromiumPlaces].find((each) => each !== undefined && existsSync(each));
}
