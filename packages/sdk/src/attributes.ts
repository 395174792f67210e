/** Attributes of spans as OpenTelemetry has them: flat, small, homogeneous lists. */
export type AttributeValue = string | number | boolean | readonly (string | number | boolean)[];

/** Members that are undefined are left out. */
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;
