import { isDeepStrictEqual } from "node:util";
import { isMap, isNode, parseDocument } from "yaml";
import { z } from "zod";
import type { Project } from "../contract/project/project.ts";
import { AppError } from "../core/errors.ts";
import { editProject } from "./edit-project.ts";

/** What may be added while a project is served: definitions that only questions use. */
const Added = z.strictObject({
  funnels: z.record(z.string(), z.unknown()).optional(),
  segments: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Adds funnels and segments to the project file at `root`.
 * @param text YAML with `funnels` and `segments`, as they stand in a project file
 * @param check as `editProject` has it
 * @returns the names that are new; a definition that is there already, word for word, is not
 * @throws AppError USAGE for a text that is not such YAML or a name that is taken, CONFIG_INVALID when the definitions
 * are not valid; the file is then as it was
 */
export function addDefinitions(root: string, text: string, check?: (project: Project) => void): readonly string[] {
  const fragment = parseDocument(text);
  const [syntax] = fragment.errors;
  if (syntax !== undefined) throw new AppError("USAGE", `the definitions are not YAML: ${syntax.message}`);
  const found = Added.safeParse(fragment.toJS());
  if (!found.success)
    throw new AppError("USAGE", "the definitions are not a map with `funnels` and `segments`", {
      hint: "write them as they stand in a project file",
    });
  const added: string[] = [];
  editProject(
    root,
    (document) => {
      for (const [section, definitions] of Object.entries(found.data)) {
        for (const [name, definition] of Object.entries(definitions ?? {})) {
          if (!isMap(document.get(section))) document.set(section, document.createNode({}));
          const known = document.getIn([section, name]);
          if (known !== undefined) {
            if (isNode(known) && isDeepStrictEqual(known.toJS(document), definition)) continue;
            throw new AppError("USAGE", `${section}.${name} is there already, and is something else`, {
              hint: "give it another name",
            });
          }
          document.setIn([section, name], document.createNode(definition));
          added.push(name);
        }
      }
    },
    check,
  );
  return added;
}
