/** A file of a partition as it is rendered; nothing is written here. */

export type PartitionFile = {
  /** Relative to the partition's folder. */
  readonly path: string;
  readonly content: string;
  readonly mode: number;
};

export const modes = {
  /** Read by programs of the partition. */
  plain: 0o640,
  /** Holds a password. */
  secret: 0o600,
  executable: 0o750,
} as const;
