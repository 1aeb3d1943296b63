// Makes presigned S3 links (AWS Signature Version 4) by which a client without AWS credentials uploads or reads one
// object. Presigning is local and makes no call.
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity, HashConstructor, Provider } from '@smithy/types';

/** Credentials, region and hash for signing; the configuration of any AWS client provides them. */
export interface SigningSource {
  readonly credentials: Provider<AwsCredentialIdentity>;
  readonly region: Provider<string>;
  readonly sha256: HashConstructor;
}

export interface LinkSettings {
  /** Origin at which S3 receives the request; the signature covers it. The object key follows it. */
  readonly origin: string;
  /** Public URL in front of S3; the links that clients receive begin with it. */
  readonly publicUrl: string;
}

export interface UploadTerms {
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly at: Date;
}

export interface ReadTerms {
  readonly key: string;
  /** S3 answers with these values of `Content-Type` and `Content-Disposition`. */
  readonly contentType: string;
  readonly contentDisposition: string;
  readonly at: Date;
}

export interface SignedLink {
  readonly url: string;
  /** The client sends exactly these headers. The signature also covers the length, which clients set from the body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

export interface ObjectLinks {
  /** Valid for one object with exactly these bytes; a second upload writes the same object again. */
  upload(terms: UploadTerms): Promise<SignedLink>;
  read(terms: ReadTerms): Promise<SignedLink>;
}

/** Long enough to choose a file and to send 10 MiB over a slow line. */
export const uploadSeconds = 900;
export const readSeconds = 300;

export function objectLinks(source: SigningSource, settings: LinkSettings): ObjectLinks {
  const signer = new SignatureV4({ ...source, service: 's3', uriEscapePath: false });
  const sign = async (request: SigningRequest): Promise<SignedLink> => {
    const origin = new URL(settings.origin);
    const signed = await signer.presign(
      {
        ...request,
        protocol: origin.protocol,
        hostname: origin.hostname,
        path: `${origin.pathname.replace(/\/$/, '')}/${request.key}`,
        // The server does not have the bytes here, so it signs their SHA-256 as a header instead.
        headers: { ...request.headers, host: origin.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      },
      {
        signingDate: request.at,
        expiresIn: request.seconds,
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      },
    );
    const { host: _, 'content-length': __, ...headers } = request.headers as Record<string, string>;
    return {
      url: `${settings.publicUrl.replace(/\/$/, '')}/${request.key}?${queryText(signed.query ?? {})}`,
      headers,
      expiresAt: new Date(Math.floor(request.at.getTime() / 1000) * 1000 + request.seconds * 1000).toISOString(),
    };
  };
  return {
    upload: ({ key, contentType, sizeBytes, sha256, at }) =>
      sign({
        method: 'PUT',
        key,
        at,
        seconds: uploadSeconds,
        query: {},
        headers: {
          'content-length': String(sizeBytes),
          'content-type': contentType,
          'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
        },
      }),
    read: ({ key, contentType, contentDisposition, at }) =>
      sign({
        method: 'GET',
        key,
        at,
        seconds: readSeconds,
        query: {
          'response-cache-control': 'private, no-store',
          'response-content-disposition': contentDisposition,
          'response-content-type': contentType,
        },
        headers: {},
      }),
  };
}

interface SigningRequest {
  readonly method: 'PUT' | 'GET';
  readonly key: string;
  readonly at: Date;
  readonly seconds: number;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
}

function queryText(query: Readonly<Record<string, unknown>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(String(value))}`)
    .join('&');
}

/** Percent-encodes as in RFC 3986, which the signature requires. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
