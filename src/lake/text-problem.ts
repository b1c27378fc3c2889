/** Why bytes that should be UTF-8 text in lines cannot be read as such, and what to do. */
export interface TextProblem {
  readonly what: string;
  readonly todo: string;
}

const LF = 10;
const CR = 13;

/** Looks at a file's first bytes, decompressed. Null when nothing is wrong with them. */
export function textProblem(start: Buffer): TextProblem | null {
  const [a, b] = start;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    return {
      what: "the file is UTF-16, and only UTF-8 is read",
      todo: "convert it to UTF-8, for instance with `iconv -f UTF-16 -t UTF-8`",
    };
  }
  const cr = start.indexOf(CR);
  if (cr >= 0 && cr < start.length - 1 && !start.includes(LF)) {
    return {
      what: "its lines end with a carriage return alone, as on old Macs, and only LF and CRLF are read",
      todo: "convert the line ends, for instance with `tr '\\r' '\\n'`",
    };
  }
  return null;
}
