// What a form holds, as [name, value] pairs in its own order; a tick that is not set has the value null.
// The edition a form was opened with comes back with its draft: else a draft from before somebody's save would
// silently replace what they saved.
const KEPT = "input:not([type=hidden], [type=password], [type=file]), input[name=edition], textarea, select";

const fields = (form) => [...form.querySelectorAll(KEPT)].filter((field) => field.name);
const isTick = (field) => field.type === "checkbox" || field.type === "radio";

export function values(form) {
  return fields(form).map((field) => [field.name, isTick(field) ? (field.checked ? field.value : null) : field.value]);
}

// False when the form has other fields than it had, or nothing changed.
export function restore(form, kept) {
  const now = values(form);
  if (now.length !== kept.length || now.some(([field], i) => field !== kept[i][0])) return false;
  if (now.every(([field, value], i) => field === "edition" || value === kept[i][1])) return false;
  fields(form).forEach((field, i) => {
    if (isTick(field)) field.checked = kept[i][1] !== null;
    else field.value = kept[i][1];
  });
  return true;
}
