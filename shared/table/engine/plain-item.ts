// Converts an item of a stream record or a refused write from DynamoDB's wire form to plain values. The SDK's own
// converter is in a package that stream functions do not need otherwise.

/**
 * A value in DynamoDB's wire form: one member, named by its type.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export interface WireValue {
  readonly S?: string | undefined;
  readonly N?: string | undefined;
  readonly BOOL?: boolean | undefined;
  readonly NULL?: boolean | undefined;
  readonly M?: Readonly<Record<string, WireValue>> | undefined;
  readonly L?: readonly WireValue[] | undefined;
  readonly SS?: readonly string[] | undefined;
  readonly NS?: readonly string[] | undefined;
  /** Base64. */
  readonly B?: string | undefined;
  readonly BS?: readonly string[] | undefined;
}

/** @throws Error for a value of an unknown type: the stream record is poison */
export function plainItem(image: Readonly<Record<string, WireValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: WireValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return plainNumber(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.M !== undefined) return plainItem(value.M);
  if (value.L !== undefined) return value.L.map(plainValue);
  return plainBinaryOrSet(value);
}

function plainBinaryOrSet(value: WireValue): unknown {
  if (value.SS !== undefined) return new Set(value.SS);
  if (value.NS !== undefined) return new Set(value.NS.map(plainNumber));
  if (value.B !== undefined) return Buffer.from(value.B, 'base64');
  if (value.BS !== undefined) return new Set(value.BS.map((part) => Buffer.from(part, 'base64')));
  throw new Error(`an attribute has the unknown type ${Object.keys(value).join(', ') || 'none'}`);
}

function plainNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new Error('an attribute of type N holds no number');
  return value;
}
