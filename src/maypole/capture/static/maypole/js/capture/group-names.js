// Warns while shared words are written: a name in them would stand in every child's note. The clinic checks again.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}|\p{Cf}/gu, "").toLowerCase();
const words = (text) => plain(text).split(/[^\p{L}]+/u).filter(Boolean);

// The children of the group, and their carers, whose name is in the text.
export function namesIn(text, children) {
  const found = new Set(words(text));
  const people = children.flatMap(({ name, carers }) => [name, ...carers.map((carer) => carer.name)]);
  return [...new Set(people)].filter((name) => words(name).some((word) => word.length > 1 && (found.has(word) || found.has(`${word}s`))));
}
