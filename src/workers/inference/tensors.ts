export const DEVICES = ['cpu', 'cuda', 'webgpu'] as const;
export type Device = (typeof DEVICES)[number];

export interface Compute {
  readonly device: Device;
  /** Threads of one inference on the CPU; 0 takes every core. */
  readonly threads?: number | undefined;
}

/** The kind of array tells the element type: float32, int64, int32, float16 as its bits, bool as 0 and 1. */
export interface Feed {
  readonly data: Float32Array | BigInt64Array | Int32Array | Uint16Array | Uint8Array;
  readonly dims: readonly number[];
}

export interface Output {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/**
 * An input or output as the file declares it: `float32`, `float16`, `int64`, …; a dimension may be a name. Without
 * dimensions it is a single number, or the file does not say.
 */
export interface Declared {
  readonly type: string;
  readonly dims: readonly (number | string)[];
}
