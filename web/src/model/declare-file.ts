// Computes the declaration of a file for its upload: name, type, size and the SHA-256 of its bytes.
import type { DocumentDeclaration, DocumentType } from '../../../shared/contracts/document.ts';

/** @throws Error with a message for the person when the bytes are unreadable or the page has no Web Crypto. */
export async function declareFile(file: File, contentType: DocumentType): Promise<DocumentDeclaration> {
  return {
    file_name: file.name.trim(),
    content_type: contentType,
    size_bytes: file.size,
    sha256: await sha256Of(file),
  };
}

async function sha256Of(file: Blob): Promise<string> {
  // Browsers offer it only over https and on localhost.
  if (globalThis.crypto?.subtle === undefined) {
    throw new Error('This browser computes checksums only for pages that come over https or from this machine.');
  }
  const digest = await crypto.subtle.digest('SHA-256', await bytesOf(file));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function bytesOf(file: Blob): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new Error('The file was moved, changed or deleted after you chose it. Choose it again.');
  }
}
