// What the host and a function environment say to each other across the thread boundary, and what an invocation gives.

/** The error object that Lambda reports for a failed invocation. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export interface EnvironmentRequest {
  /** The event as JSON, as it would cross the wire on AWS. */
  readonly event: string;
  /** Serialisable part of the context object. */
  readonly context: Readonly<Record<string, string>>;
  readonly deadlineAtMs: number;
}

export type EnvironmentResponse =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-error'; readonly error: FunctionError }
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error'; readonly error: FunctionError };

/** Outcome of one invocation; `payload` is JSON text. */
export type Invocation =
  | { readonly kind: 'result'; readonly requestId: string; readonly payload: string }
  | {
      readonly kind: 'error';
      readonly requestId: string;
      readonly error: FunctionError;
      /** The function never got the event: too many were waiting for it. @default false */
      readonly throttled?: boolean;
    };

/** A function as the template describes it. */
export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  /** Folder with the bundle. */
  readonly codeFolder: string;
  /** `file.export`, e.g. `index.handler`. */
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Variables of the template only. */
  readonly environment: Readonly<Record<string, string>>;
}
