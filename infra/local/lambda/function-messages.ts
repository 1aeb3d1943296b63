// Messages between the host and a function environment, and the outcome of an invocation.

/** Error object that Lambda reports for a failed invocation. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export interface EnvironmentRequest {
  /** The event as JSON text, as Lambda receives it. */
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
      /** The function did not receive the event, because its queue was full. @default false */
      readonly throttled?: boolean;
    };

/** A function of the template. */
export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  /** Folder of the bundle. */
  readonly codeFolder: string;
  /** `file.export`, e.g. `index.handler`. */
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Variables from the template only. */
  readonly environment: Readonly<Record<string, string>>;
}
