/** Reads members of an event that may be missing or of any type. Nothing in a line makes it fail. */
export type Fields = Record<string, unknown>;

const MAX_NUMBER = 1e15;

/** A line as an event; undefined when it is not one JSON object. */
export function parse(line: string): Fields | undefined {
  try {
    return asFields(JSON.parse(line));
  } catch {
    return undefined;
  }
}

export const asFields = (value: unknown): Fields | undefined => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined);
export const member = (node: unknown, name: string): unknown => asFields(node)?.[name] ?? undefined;
export const text = (node: unknown, name: string): string | undefined => {
  const value = member(node, name);
  return typeof value === "string" ? wellFormed(value) : undefined;
};

/** A text that says something. */
export const said = (node: unknown, name: string): string | undefined => {
  const value = text(node, name);
  return value !== undefined && value.trim() ? value : undefined;
};

export const isTrue = (node: unknown, name: string): boolean => member(node, name) === true;
export const amount = (node: unknown, name: string): number | undefined => {
  const value = member(node, name);
  return typeof value === "number" && Number.isFinite(value) && value >= 0 && value <= MAX_NUMBER ? rounded(value) : undefined;
};

/** Without what binary fractions add: 0.010868000000000001 is 0.010868. */
export const rounded = (value: number): number => Number(value.toPrecision(15));

export const count = (node: unknown, name: string): number => Math.trunc(amount(node, name) ?? 0);
export const objects = (node: unknown, name: string): Fields[] => {
  const value = member(node, name);
  return Array.isArray(value) ? value.map(asFields).filter((item) => item !== undefined) : [];
};

/** What a tool answered: text, or the texts of a list of parts. */
export const toolText = (node: unknown, name: string): string =>
  text(node, name) ??
  objects(node, name)
    .map((part) => text(part, "text"))
    .filter((part) => part !== undefined)
    .join("\n");

/** The words of an error, which may be text or any object. */
export function errorWords(node: unknown): string | undefined {
  if (typeof node === "string") return wellFormed(node).trim() || undefined;
  const error = asFields(node);
  if (!error) return undefined;
  return said(error, "message") ?? said(member(error, "data"), "message") ?? said(error, "error") ?? said(error, "name") ?? said(error, "code") ?? wellFormed(JSON.stringify(error));
}

/** Without halves of characters, which JSON can hold and the page cannot show. */
export const wellFormed = (value: string): string => value.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
