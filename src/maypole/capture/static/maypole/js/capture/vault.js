// What lies on the device is sealed with a key of its person (AES-GCM, 256 bits). The key comes from the clinic at
// sign-in, cannot be read out of the browser again, and is thrown away at sign-out: the next person sees noise.
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export function importKey(base64) {
  return crypto.subtle.importKey("raw", bytes(base64), "AES-GCM", false, ["encrypt", "decrypt"]);
}

// `about` is bound to the box: a box that was moved to another row does not open.
export async function seal(key, about, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(about);
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plain) };
}

export async function unseal(key, about, { iv, box }) {
  const additionalData = new TextEncoder().encode(about);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, box);
  return JSON.parse(new TextDecoder().decode(plain));
}
