// Scans a document for malware before anybody can read it. This implementation finds only the EICAR test file, so that
// people can try the path of an infected document; on AWS a real scanner tags the objects in addition (ADR 0026).

export type ScanResult = { readonly kind: 'clean' } | { readonly kind: 'infected'; readonly name: string };

/** Scans all bytes of one document. */
export type ScanDocument = (bytes: Uint8Array) => Promise<ScanResult>;

/** Split in two, because scanners would report this source file if it held the whole text. */
const testFile = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('-');

/** Searches the whole content, so that a surrounding format cannot hide the test file. */
export const scanForTestFile: ScanDocument = async (bytes) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(testFile, 0, 'latin1')
    ? { kind: 'infected', name: 'EICAR-Test-File' }
    : { kind: 'clean' };
