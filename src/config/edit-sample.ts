import type { Project } from "../contract/project/project.ts";
import type { Sample } from "../contract/project/sample.ts";
import { editProject } from "./edit-project.ts";

/**
 * Writes the `sample` section of the project file, or takes it out.
 * @returns the project as it is now
 * @throws AppError CONFIG_INVALID as `editProject` does
 */
export const editSample = (root: string, sample: Sample | null): Project =>
  editProject(root, (document) => {
    if (sample === null) document.delete("sample");
    else document.set("sample", document.createNode({ ...sample }));
  });
