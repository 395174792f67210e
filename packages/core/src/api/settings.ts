/** What the API says about how a server is set up: keys, masking, what the store takes. */

/** What is known of a key; the key itself is kept nowhere. */
export interface KeyJson {
  readonly id: string;
  readonly name: string;
  /** A project's name, or `*` for all. */
  readonly project: string;
  readonly scopes: readonly string[];
  readonly created: string;
  readonly expires: string | null;
  /** To the hour; null when never, or not since the server started. */
  readonly lastUsed: string | null;
}

export interface CreateProjectRequest {
  /** Brought to lower-case letters, digits, - and _. */
  readonly name: string;
}

export interface CreateKeyRequest {
  readonly name: string;
  /** A project's name, or `*` for all. */
  readonly project: string;
  readonly scopes: readonly ('ingest' | 'read' | 'admin')[];
  /** For ever when absent. */
  readonly days?: number;
}

export interface CreatedKeyJson extends KeyJson {
  /** Said this once. */
  readonly key: string;
}

/** What is taken out of whatever comes in, and what a text becomes. */
export interface MaskingJson {
  /** False where the server was started without masking. */
  readonly isOn: boolean;
  /** Kinds of secrets that are looked for, and of names whose values are. */
  readonly patterns: readonly string[];
  /** Rules for fields, the first that fits counts. */
  readonly fields: readonly { readonly field: string; readonly action: string }[];
  /** Texts that are never masked. */
  readonly allowed: number;
}

export interface MaskTextResponse {
  readonly text: string;
  readonly masks: readonly { readonly kind: string; readonly count: number }[];
}

export interface StorageJson {
  readonly engine: string;
  readonly engineVersion: string;
  /** On the server's machine; null for a store in memory. */
  readonly path: string | null;
  /** Of the file, with its log. */
  readonly sizeBytes: number;
  /** What the data takes: a file does not shrink when something is deleted, its free space is used again. */
  readonly usedBytes: number;
  readonly runs: number;
  readonly spans: number;
  readonly messages: number;
  /** Start of the first and of the last run that has one. */
  readonly oldest: string | null;
  readonly newest: string | null;
}
