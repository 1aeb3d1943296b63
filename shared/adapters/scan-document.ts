// The scan for malware that every document passes before anybody can read it. What is here finds the test file that all
// scanners know (EICAR), so that the way of an infected document can be tried; on AWS a real scanner marks the objects
// beside it (ADR 0026).

export type ScanResult = { readonly kind: 'clean' } | { readonly kind: 'infected'; readonly name: string };

/** Looks at all bytes of one document. */
export type ScanDocument = (bytes: Uint8Array) => Promise<ScanResult>;

/** In two parts, because scanners would take this file for the test file if it held the text in one. */
const testFile = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('-');

/** Finds the test file anywhere, so that no other format around it hides it. */
export const scanForTestFile: ScanDocument = async (bytes) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(testFile, 0, 'latin1')
    ? { kind: 'infected', name: 'EICAR-Test-File' }
    : { kind: 'clean' };
