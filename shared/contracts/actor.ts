// A person in the audit.

export interface Actor {
  /** Display name; several people may share it, and it may change. */
  readonly name: string;
  /** The token's subject: identifies one person and never changes. */
  readonly subject: string;
}
